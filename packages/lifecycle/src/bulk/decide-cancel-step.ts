import type { BulkStep } from './bulk-status.ts'

export interface CancelProgress {
  limit: number | null
  /** Jobs it has not looked at. */
  left: number
  /** Jobs that ended at once, or got the mark. */
  canceled: number
}

/** What a bulk cancel does next: nothing comes back that it would have to wait for. */
export function decideCancelStep({ limit, left, canceled }: CancelProgress): BulkStep {
  const room = Math.min(left, (limit ?? Infinity) - canceled)
  return room <= 0
    ? { kind: 'end', status: 'done', why: null }
    : { kind: 'take', status: 'running', max: room }
}
