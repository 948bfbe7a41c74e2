import type { Cost, Quote } from './results.ts'

/** What KIE sells a credit for: 5 USD buy 1,000 of them, as of October 2026. */
export const CREDIT_USD = 0.005

/** Cut to a ten-thousandth of a cent: the product carries the noise of binary fractions. */
export function creditsToUsd(credits: number): number {
  return Math.round(credits * CREDIT_USD * 1e6) / 1e6
}

/** The same cost in dollars; what is unknown stays unknown. */
export function quoteToUsd(quote: Quote): Quote {
  return quote === 'unknown' ? quote : costToUsd(quote)
}

export function costToUsd({ min, max }: Cost): Cost {
  return { min: creditsToUsd(min), max: creditsToUsd(max) }
}
