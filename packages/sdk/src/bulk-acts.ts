import type { Caller } from './calls/caller.ts'
import { pause } from './calls/pause.ts'
import { hasId } from './jobs.ts'
import { withKey } from './keyed.ts'
import type { BulkListOptions, CallOptions, SubmitOptions, WaitForBulkOptions } from './options.ts'

/** A canary of a few jobs is over soon, thousands of jobs are looked at less often. */
const FIRST_LOOK_MS = 250
const SELDOM_LOOK_MS = 3_000

/** A page as long as the API makes it. */
const LOOKED_AT = 100

interface Bulk {
  endedAt: string | null
}

/** What can be asked of acts on many jobs, whatever they do to them. */
export function bulkActCalls<Wish extends object, Plan, View extends Bulk>(
  { json }: Caller,
  name: 'requeues' | 'cancels',
  waitingPatienceMs: number,
) {
  const path = `/v1/${name}`
  const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`
  const read = (id: string, call: { signal?: AbortSignal | undefined; patienceMs?: number }) =>
    json<View>({ method: 'GET', path: pathOf(id), isSafe: true, ...call }, hasId)

  return {
    plan: (wish: Wish, { signal }: CallOptions = {}) =>
      // It reads alone, though it is a POST.
      json<Plan>({
        method: 'POST',
        path,
        body: { json: { ...wish, dryRun: true } },
        isSafe: true,
        signal,
      }),
    start: (wish: Wish, { signal, idempotencyKey = crypto.randomUUID() }: SubmitOptions = {}) =>
      withKey(idempotencyKey, (headers) =>
        json<View>({ method: 'POST', path, headers, body: { json: wish }, isSafe: true, signal }, hasId),
      ),
    one: (id: string, { signal }: CallOptions = {}) => read(id, { signal }),
    newest: async ({ signal, ended = false }: BulkListOptions = {}) => {
      const query = { limit: LOOKED_AT }
      const page = await json<Record<typeof name, View[]>>({
        method: 'GET',
        path,
        query,
        isSafe: true,
        signal,
      })
      return ended ? page[name] : page[name].filter(({ endedAt }) => endedAt === null)
    },
    wait: async (id: string, { signal, onProgress }: WaitForBulkOptions<View> = {}): Promise<View> => {
      for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(SELDOM_LOOK_MS, lookMs * 1.3)) {
        const seen = await read(id, { signal, patienceMs: waitingPatienceMs })
        onProgress?.(seen)
        if (seen.endedAt !== null) return seen
        await pause(lookMs, signal)
      }
    },
    abort: (id: string, { signal }: CallOptions = {}) =>
      json<View>({ method: 'POST', path: `${pathOf(id)}/abort`, isSafe: true, signal }, hasId),
  }
}
