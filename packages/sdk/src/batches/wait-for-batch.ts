import type { BatchView } from '@kiln/contract'
import type { Caller } from '../calls/caller.ts'
import { pause } from '../calls/pause.ts'
import type { WaitForBatchOptions } from '../options.ts'
import { hasEnded, listenToBatch } from './listen-to-batch.ts'

/** Small batches are over soon, big ones are looked at less often. */
const FIRST_LOOK_MS = 250
const SELDOM_LOOK_MS = 5_000
/** Where streams say nothing so many times in a row there is something in between that does not let them through. */
const DEAF_AFTER = 2

/**
 * Until nothing of a batch is queued or runs. The API tells it as it happens; whenever that breaks off the batch is looked at
 * before the stream is tried again, and what is wrong with the batch or the key, a look tells.
 */
export async function waitForBatch(
  caller: Caller,
  path: `/v1/${string}`,
  patienceMs: number,
  { signal, onProgress }: WaitForBatchOptions,
): Promise<BatchView> {
  let deaf = 0
  let lookMs = FIRST_LOOK_MS
  for (;;) {
    if (deaf < DEAF_AFTER) {
      const heard = await listenToBatch(caller, `${path}/events`, { signal, onProgress })
      if (heard.last !== null && hasEnded(heard.last)) return heard.last
      deaf = heard.last === null ? deaf + 1 : 0
      if (heard.forMs > SELDOM_LOOK_MS) lookMs = FIRST_LOOK_MS
    }
    const seen: BatchView = await caller.json({ method: 'GET', path, isSafe: true, signal, patienceMs })
    onProgress?.(seen)
    if (hasEnded(seen)) return seen
    await pause(lookMs, signal)
    lookMs = Math.min(SELDOM_LOOK_MS, lookMs * 1.5)
  }
}
