import type { BatchQuote } from '@kiln/sdk'
import type { Words } from '../words/words.ts'
import { renderTime } from './batch.ts'
import type { Ink } from './ink.ts'
import { renderRange } from './money.ts'
import { renderTotal } from './total.ts'

/** A batch's flight plan: its total, and what only a running kiln knows. */
export function renderPlan(quote: BatchQuote, ink: Ink, words: Words): string {
  const { finishAt, balanceAfter } = quote
  const { likelyEnd, balance, notKnown } = words.batch
  const end = finishAt === null ? notKnown : renderTime(finishAt)
  const left = balanceAfter === null ? notKnown : words.money.credits(renderRange(balanceAfter, words))
  return `${renderTotal(quote, ink, words)}${likelyEnd}: ${end}\n${balance}: ${left}\n`
}
