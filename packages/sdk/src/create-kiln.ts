import type { ModelView } from '@kiln/contract'
import { createActCalls } from './acts.ts'
import { createBatchCalls } from './batches/batch-calls.ts'
import { createCaller } from './calls/caller.ts'
import { createCancelCalls } from './cancels.ts'
import { createJobCalls } from './jobs.ts'
import { createKeyCalls } from './keys.ts'
import { createFailureCalls } from './failures.ts'
import type { CallOptions, KilnOptions } from './options.ts'
import { createSystemCalls } from './system.ts'

const PATIENCE_MS = 60_000
const WAITING_PATIENCE_MS = 600_000

const BAD_KEY = 'apiKey must be one line of visible ASCII characters, got a value that is not shown'

/** kiln at one address, with one key. Opens nothing: a connection is made when something is asked. */
export function createKiln(options: KilnOptions) {
  const {
    patienceMs = PATIENCE_MS,
    waitingPatienceMs = WAITING_PATIENCE_MS,
    apiKey,
    language = 'en',
  } = options
  // fetch would refuse it later, and tell it in its refusal.
  if (apiKey !== undefined && !/^[\x21-\x7e]*$/.test(apiKey)) throw new TypeError(BAD_KEY)
  const caller = createCaller({
    baseUrl: new URL(options.baseUrl),
    headers: {
      accept: 'application/json, application/x-ndjson',
      'accept-language': language,
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    fetch: options.fetch ?? fetch,
    patienceMs,
  })
  return {
    ...createJobCalls(caller, waitingPatienceMs),
    ...createActCalls(caller),
    ...createBatchCalls(caller, waitingPatienceMs),
    ...createKeyCalls(caller),
    ...createFailureCalls(caller, waitingPatienceMs),
    ...createCancelCalls(caller, waitingPatienceMs),
    ...createSystemCalls(caller),
    /** A model as the catalogue has it, and what this kiln learned of its run times. */
    model: (id: string, { signal }: CallOptions = {}) =>
      caller.json<ModelView>({
        method: 'GET',
        path: `/v1/models/${id.split('/').map(encodeURIComponent).join('/')}`,
        isSafe: true,
        signal,
      }),
  }
}

export type Kiln = ReturnType<typeof createKiln>
