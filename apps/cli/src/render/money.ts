import { quoteToUsd, type Quote } from '@kiln/catalog'
import type { Words } from '../words/words.ts'

/** "8 credits, 0.04 USD" · "10-40 credits, 0.05-0.2 USD" · "price unknown" */
export function renderCost(credits: Quote, words: Words): string {
  const { money } = words
  if (credits === 'unknown') return money.priceUnknown
  return money.cost(money.credits(renderRange(credits, words)), renderRange(quoteToUsd(credits), words))
}

/** "8" · "10-40" · "unknown", for columns. */
export function renderRange(quote: Quote, { money }: Words): string {
  if (quote === 'unknown') return money.unknown
  return quote.min === quote.max ? String(quote.min) : `${quote.min}-${quote.max}`
}
