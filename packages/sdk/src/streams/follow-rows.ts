import { decideRetry } from '../calls/decide-retry.ts'
import { pause } from '../calls/pause.ts'
import type { Answer, Call, Caller } from '../calls/caller.ts'
import { unreachable } from '../problem.ts'
import { readRows, StreamBroken } from './rows.ts'

interface RowStream {
  caller: Caller
  call: Call & { patienceMs: number }
  /** The last line that was read before. */
  cursor: number | undefined
}

/**
 * Rows in the order of their lines, each exactly once: after a broken connection the stream is asked for what
 * comes behind the last row that was handed out.
 */
export async function* followRows<T extends { line: number }>(
  stream: RowStream,
): AsyncGenerator<T, undefined> {
  const { caller, call } = stream
  let { cursor } = stream
  let breaks = 0
  let brokenSinceMs = 0
  for (;;) {
    const answer = await caller.open({ ...call, query: { ...call.query, cursor } })
    const rows = readRows<T>(answer.response)
    try {
      for (;;) {
        const next = await nextOf(rows, call.signal)
        if (next === 'broken') break
        if (next.done === true) return
        cursor = next.value.line
        breaks = 0
        yield next.value
      }
    } finally {
      await letGo(rows, answer)
    }
    breaks += 1
    if (breaks === 1) brokenSinceMs = performance.now()
    await pauseAfterBreak(breaks, performance.now() - brokenSinceMs, stream)
  }
}

async function nextOf<T>(rows: AsyncGenerator<T, undefined>, signal: AbortSignal | undefined) {
  try {
    return await rows.next()
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof StreamBroken) return 'broken'
    throw error
  }
}

/** Whoever stops reading early ends the connection too. */
async function letGo(rows: AsyncGenerator<unknown, undefined>, { response, release }: Answer): Promise<void> {
  release()
  await rows.return(undefined)
  if (response.body?.locked === false) await response.body.cancel().catch(() => undefined)
}

async function pauseAfterBreak(tries: number, elapsedMs: number, { call }: RowStream): Promise<void> {
  const standing = { isSafe: true, tries, elapsedMs, patienceMs: call.patienceMs, random: Math.random() }
  const decision = decideRetry({ kind: 'noAnswer' }, standing)
  if (decision.kind === 'giveUp')
    throw unreachable(call.path, new Error('the stream breaks off again and again'))
  await pause(decision.afterMs, call.signal)
}
