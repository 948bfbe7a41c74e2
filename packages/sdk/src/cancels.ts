import type { BulkCancelView, CancelPlanView } from '@kiln/contract'
import { bulkActCalls } from './bulk-acts.ts'
import type { Caller } from './calls/caller.ts'
import type { BulkCancel } from './options.ts'

/** Many jobs canceled. */
export function createCancelCalls(caller: Caller, waitingPatienceMs: number) {
  const cancels = bulkActCalls<BulkCancel, CancelPlanView, BulkCancelView>(
    caller,
    'cancels',
    waitingPatienceMs,
  )
  return {
    /** What a bulk cancel would come to; nothing is written. */
    planBulkCancel: cancels.plan,
    startBulkCancel: cancels.start,
    bulkCancel: cancels.one,
    /** Those of the last hundred that have not ended, the newest first. */
    bulkCancels: cancels.newest,
    waitForBulkCancel: cancels.wait,
    /** Twice is the same as once. */
    abortBulkCancel: cancels.abort,
  }
}
