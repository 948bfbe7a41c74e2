import type { BatchView } from '@kiln/contract'
import type { Caller } from '../calls/caller.ts'
import { startDeadline, type Deadline } from '../calls/deadline.ts'
import { parse } from '../problem.ts'
import type { WaitForBatchOptions } from '../options.ts'
import { readEvents } from '../streams/events.ts'

interface Heard {
  /** The last that was told; null where nothing was. */
  last: BatchView | null
  forMs: number
}

/** The API says something every five seconds: a connection that is silent for so long is a dead one. */
const HEAR_WITHIN_MS = 40_000

/**
 * Hears what the API tells of a batch, until the stream ends or breaks off, whatever the reason. Throws what `onProgress`
 * throws, and the reason of the signal; leaves no connection, timer or listener behind.
 */
export async function listenToBatch(
  caller: Caller,
  path: `/v1/${string}`,
  { signal, onProgress }: WaitForBatchOptions,
  hearWithinMs = HEAR_WITHIN_MS,
): Promise<Heard> {
  const sinceMs = performance.now()
  const silence = startDeadline(signal, hearWithinMs)
  const events = openEvents(caller, path, silence)
  let last: BatchView | null = null
  try {
    while (last === null || !hasEnded(last)) {
      const next = await events.next().catch(() => null)
      signal?.throwIfAborted()
      const batch = next === null || next.done === true ? undefined : parse(next.value)
      if (!isBatch(batch)) break
      last = batch
      onProgress?.(batch)
    }
  } finally {
    await events.return(undefined).catch(() => undefined)
    silence.release()
  }
  return { last, forMs: performance.now() - sinceMs }
}

/** Nothing of it is queued or runs any more. */
export const hasEnded = ({ status }: BatchView) => status === 'ended' || status === 'endedWithOpen'

const EVENTS = 'text/event-stream'

async function* openEvents(
  caller: Caller,
  path: `/v1/${string}`,
  { signal, renew }: Deadline,
): AsyncGenerator<string, undefined> {
  // Once: whether to try again is decided by whoever can look as well.
  const call = {
    method: 'GET',
    path,
    headers: { accept: EVENTS },
    isSafe: true,
    signal,
    patienceMs: 0,
  } as const
  const { response, release } = await caller.open(call)
  try {
    const type = response.headers.get('content-type') ?? ''
    if (response.body !== null && type.startsWith(EVENTS)) yield* readEvents(response.body, renew)
    else await response.body?.cancel()
  } finally {
    release()
  }
}

function isBatch(told: unknown): told is BatchView {
  return typeof (told as { status?: unknown } | null | undefined)?.status === 'string'
}
