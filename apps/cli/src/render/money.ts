import { quoteToUsd, type Quote } from '@kiln/catalog'

/** "8 credits, 0.04 USD" · "10-40 credits, 0.05-0.2 USD" · "price unknown" */
export function renderCost(credits: Quote): string {
  if (credits === 'unknown') return 'price unknown'
  const amount = renderRange(credits)
  return `${amount} ${amount === '1' ? 'credit' : 'credits'}, ${renderRange(quoteToUsd(credits))} USD`
}

/** "8" · "10-40" · "unknown", for columns. */
export function renderRange(quote: Quote): string {
  if (quote === 'unknown') return quote
  return quote.min === quote.max ? String(quote.min) : `${quote.min}-${quote.max}`
}
