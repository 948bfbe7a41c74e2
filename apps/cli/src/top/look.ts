import type { BulkRequeueView, FailureGroupView, Kiln, SystemView } from '@kiln/sdk'

/** What one look brings. */
export interface Seen {
  system: SystemView
  failures: readonly FailureGroupView[]
  requeues: readonly BulkRequeueView[]
}

/** How many requests a look takes. */
export const REQUESTS = 3
const GROUPS = 8

export async function look(kiln: Kiln, signal?: AbortSignal): Promise<Seen> {
  const [system, { failures }, requeues] = await Promise.all([
    kiln.system({ signal }),
    kiln.failurePage({ order: 'newest', limit: GROUPS }, { signal }),
    kiln.bulkRequeues({ signal }),
  ])
  return { system, failures, requeues }
}
