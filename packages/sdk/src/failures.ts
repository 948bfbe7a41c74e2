import type {
  BulkRequeueView,
  FailureGroupView,
  FailureListQuery,
  FailurePageView,
  RequeuePlanView,
} from '@kiln/contract'
import { bulkActCalls } from './bulk-acts.ts'
import type { Caller } from './calls/caller.ts'
import type { BulkRequeue, CallOptions, FailureFilter } from './options.ts'

/** Failures by their cause, and many of them run again. */
export function createFailureCalls(caller: Caller, waitingPatienceMs: number) {
  const requeues = bulkActCalls<BulkRequeue, RequeuePlanView, BulkRequeueView>(
    caller,
    'requeues',
    waitingPatienceMs,
  )

  /** `nextCursor` goes on from it. */
  const failurePage = (filter: Partial<FailureListQuery> = {}, { signal }: CallOptions = {}) =>
    caller.json<FailurePageView>({
      method: 'GET',
      path: '/v1/failures',
      isSafe: true,
      signal,
      query: filter,
    })

  async function* failures(
    filter: FailureFilter = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<FailureGroupView, undefined> {
    let cursor: string | undefined
    do {
      const page = await failurePage({ ...filter, ...(cursor !== undefined && { cursor }) }, { signal })
      yield* page.failures
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }

  return {
    failures,
    failurePage,
    /** What a bulk requeue would come to; nothing is written or sent. */
    planBulkRequeue: requeues.plan,
    startBulkRequeue: requeues.start,
    bulkRequeue: requeues.one,
    /** Those of the last hundred that have not ended, the newest first; `ended`: all of them. */
    bulkRequeues: requeues.newest,
    waitForBulkRequeue: requeues.wait,
    /** Twice is the same as once. */
    abortBulkRequeue: requeues.abort,
  }
}
