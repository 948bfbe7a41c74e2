import type { DrawnJob } from '../load/draw-jobs.ts'

export const CONTROL_QUEUE = 'control'

export interface ControlJob extends Pick<DrawnJob['body'], 'model' | 'input'> {
  taskId?: string
}
