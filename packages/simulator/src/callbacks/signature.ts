import { createHmac } from 'node:crypto'

/** KIE signs the task id and the time, not the body. */
export function signCallback(hmacKey: string, taskId: string, timestampSeconds: number): string {
  return createHmac('sha256', hmacKey).update(`${taskId}.${timestampSeconds}`).digest('base64')
}
