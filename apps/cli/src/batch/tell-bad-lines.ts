import type { BadLine } from '@kiln/contract'
import type { Deps } from '../command.ts'
import { renderVerdict } from '../render/verdict.ts'

/** A screen full; all of them can be asked for. */
const TOLD_AT_ONCE = 50

/** Bad lines on standard error, as a compiler tells errors: where, what, what to do. */
export async function tellBadLines(
  lines: AsyncIterable<BadLine> | Iterable<BadLine>,
  count: number,
  { err, errInk, words }: Pick<Deps, 'err' | 'errInk' | 'words'>,
): Promise<void> {
  let told = 0
  for await (const line of lines) {
    await err(renderVerdict({ ok: false, ...line }, errInk, words))
    told += 1
    if (told === TOLD_AT_ONCE) break
  }
  if (count > told) await err(`${words.batch.moreBad(count - told)}\n`)
}
