import type { RequeuePlan } from '@kiln/ledger'
import type { ApiDeps } from '../deps.ts'
import { expectEnds } from '../show-batch/expect-end.ts'

/** How many seconds a bulk requeue is likely to take; null while nothing can go, or nobody knows how long a model takes. */
export function foretellRequeue(deps: ApiDeps) {
  const expectEnd = expectEnds(deps)
  const { count, windowMs } = deps.config.poll.limit

  return async ({ eligible, asked, models }: RequeuePlan, tenant: string): Promise<number | null> => {
    if (eligible.jobs === 0) return 0
    const work = { tenant, batchId: null, queued: eligible.jobs, runs: false, models }
    const end = await expectEnd(work)
    if (end === null) return null
    // It takes half of the read meter.
    const readsMs = (asked * 2 * windowMs) / count
    return Math.ceil(Math.max(0, end - Date.now(), readsMs) / 1_000)
  }
}
