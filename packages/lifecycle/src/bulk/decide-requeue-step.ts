import type { BulkStatus, BulkStep } from './bulk-status.ts'

/** What became of a job after it was sent again. */
export const REQUEUE_OUTCOMES = ['succeeded', 'returned', 'failed', 'canceled', 'parked', 'lost'] as const
export type RequeueOutcome = (typeof REQUEUE_OUTCOMES)[number]

export interface RequeueProgress {
  status: BulkStatus
  /** So many jobs go first, and alone. */
  canary: number
  /** More failures of the class that a job had before end it. */
  stopAfter: number
  limit: number | null
  /** Jobs it has not looked at. */
  left: number
  /** Jobs that got a new attempt or are watched again. */
  sent: number
  /** Jobs whose result KIE had all along. */
  adopted: number
  /** What became of those that were sent; `returned` failed as before, `lost` have no record any more. */
  out: Readonly<Record<RequeueOutcome, number>>
}

/** Jobs whose outcome nobody knows yet: what goes wrong before it stops is bounded. */
const OPEN = { least: 20, perReturn: 5, most: 500 }

/** What a bulk requeue does next. */
export function decideRequeueStep(progress: RequeueProgress): BulkStep {
  const { canary, stopAfter, left, sent, adopted, out } = progress
  const over = Object.values(out).reduce((sum, count) => sum + count, 0)
  const open = sent - over
  if (out.returned > stopAfter) return { kind: 'end', status: 'stopped', why: 'sameClassReturned' }
  const room = Math.min(left, (progress.limit ?? Infinity) - sent - adopted)

  if (progress.status !== 'running' && canary > 0) {
    if (over > out.succeeded) return { kind: 'end', status: 'stopped', why: 'canaryFailed' }
    if (sent < canary && room > 0)
      return { kind: 'take', status: 'canary', max: Math.min(canary - sent, room) }
    if (open > 0) return { kind: 'wait', status: 'canary' }
  }
  if (room <= 0)
    return open > 0 ? { kind: 'wait', status: 'running' } : { kind: 'end', status: 'done', why: null }
  const most = Math.max(OPEN.least, Math.min(OPEN.most, OPEN.perReturn * stopAfter))
  return open >= most
    ? { kind: 'wait', status: 'running' }
    : { kind: 'take', status: 'running', max: Math.min(room, most - open) }
}
