import type { RetriedView } from '@kiln/contract'
import type { Call, Caller } from '../calls/caller.ts'
import type { RetryFailedOptions } from '../options.ts'
import type { Retried } from '../views.ts'

/**
 * Runs the failed jobs of a batch again, call after call until all were looked at. No call is made again once it
 * may have arrived: a job that failed anew by then would get one attempt more than was asked for.
 */
export async function retryFailed(
  { json }: Caller,
  path: Call['path'],
  options: RetryFailedOptions,
): Promise<Retried> {
  const { signal, onProgress, class: failure, confirmCharge } = options
  let sum: Retried = { looked: 0, requeued: 0, adopted: 0, resumed: 0, needsConfirm: 0, refused: 0 }
  let cursor: string | undefined
  do {
    const body = { json: { class: failure, confirmCharge, cursor } }
    const { next, ...told } = await json<RetriedView>(
      { method: 'POST', path, body, isSafe: false, signal, answerWithinMs: ANSWER_WITHIN_MS },
      isRetried,
    )
    sum = add(sum, told)
    onProgress?.(sum)
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return sum
}

/** A call begins no job after five seconds, but its last one may wait for KIE. */
const ANSWER_WITHIN_MS = 60_000

const isRetried = (body: unknown) => typeof (body as { looked?: unknown } | null)?.looked === 'number'

function add(one: Retried, other: Retried): Retried {
  return {
    looked: one.looked + other.looked,
    requeued: one.requeued + other.requeued,
    adopted: one.adopted + other.adopted,
    resumed: one.resumed + other.resumed,
    needsConfirm: one.needsConfirm + other.needsConfirm,
    refused: one.refused + other.refused,
  }
}
