import type {
  BulkRequeuePageView,
  BulkRequeueView,
  FailureGroupView,
  FailureListQuery,
  FailurePageView,
  RequeuePlanView,
} from '@kiln/contract'
import type { Caller } from './calls/caller.ts'
import { pause } from './calls/pause.ts'
import { hasId } from './jobs.ts'
import { withKey } from './keyed.ts'
import type {
  BulkRequeue,
  CallOptions,
  FailureFilter,
  SubmitOptions,
  WaitForRequeueOptions,
} from './options.ts'

/** A canary of a few jobs is over soon, thousands of jobs are looked at less often. */
const FIRST_LOOK_MS = 250
const SELDOM_LOOK_MS = 3_000

const PATH = '/v1/requeues'

/** Failures by their cause, and many of them run again. */
export function createFailureCalls({ json }: Caller, waitingPatienceMs: number) {
  const read = <T>(path: string, call: Partial<Parameters<typeof json>[0]> = {}, isRight?: typeof hasId) =>
    json<T>({ method: 'GET', path, isSafe: true, ...call }, isRight)

  /** `nextCursor` goes on from it. */
  const failurePage = (filter: Partial<FailureListQuery> = {}, { signal }: CallOptions = {}) =>
    read<FailurePageView>('/v1/failures', { signal, query: filter })

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

  async function waitForBulkRequeue(
    id: string,
    { signal, onProgress }: WaitForRequeueOptions = {},
  ): Promise<BulkRequeueView> {
    for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(SELDOM_LOOK_MS, lookMs * 1.3)) {
      const seen = await read<BulkRequeueView>(pathOf(id), { signal, patienceMs: waitingPatienceMs }, hasId)
      onProgress?.(seen)
      if (seen.endedAt !== null) return seen
      await pause(lookMs, signal)
    }
  }

  return {
    failures,
    failurePage,
    /** What a bulk requeue would come to; nothing is written or sent. */
    planBulkRequeue: (requeue: BulkRequeue, { signal }: CallOptions = {}) =>
      // It reads alone, though it is a POST.
      json<RequeuePlanView>({
        method: 'POST',
        path: PATH,
        body: { json: { ...requeue, dryRun: true } },
        isSafe: true,
        signal,
      }),
    startBulkRequeue: (requeue: BulkRequeue, options: SubmitOptions = {}) => {
      const { signal, idempotencyKey = crypto.randomUUID() } = options
      const body = { json: requeue }
      return withKey(idempotencyKey, (headers) =>
        json<BulkRequeueView>({ method: 'POST', path: PATH, headers, body, isSafe: true, signal }, hasId),
      )
    },
    bulkRequeue: (id: string, { signal }: CallOptions = {}) =>
      read<BulkRequeueView>(pathOf(id), { signal }, hasId),
    /** Those of the last hundred that have not ended, the newest first. */
    bulkRequeues: async ({ signal }: CallOptions = {}) => {
      const { requeues } = await read<BulkRequeuePageView>(PATH, { signal, query: { limit: LOOKED_AT } })
      return requeues.filter(({ endedAt }) => endedAt === null)
    },
    waitForBulkRequeue,
    /** Twice is the same as once. */
    abortBulkRequeue: (id: string, { signal }: CallOptions = {}) =>
      json<BulkRequeueView>({ method: 'POST', path: `${pathOf(id)}/abort`, isSafe: true, signal }, hasId),
  }
}

/** A page as long as the API makes it. */
const LOOKED_AT = 100

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`
