import { holds } from './conditions.ts'
import type { PriceRow } from './model-file.ts'
import { type Amount, isWholeOutput, measure } from './price-units.ts'
import type { Quote } from './results.ts'
import { valuesAt } from './value-path.ts'

/**
 * Of the prices that fit the input the newest count, and among these one for a whole output before
 * a measured one. Where several are left (the data cannot tell them apart) the quote spans them all.
 */
export function quoteInput(prices: readonly PriceRow[], input: Record<string, unknown>): Quote {
  const fitting = prices.filter((row) => holds(row.when, input))
  const newestAsOf = fitting.reduce((newest, row) => (row.asOf > newest ? row.asOf : newest), '')
  const newest = fitting.filter((row) => row.asOf === newestAsOf)
  const whole = newest.filter((row) => isWholeOutput(row.unit))
  const costs = (whole.length > 0 ? whole : newest).map((row) => costOf(row, input))
  const known = costs.filter((cost) => cost !== null)
  if (known.length === 0 || known.length < costs.length) return 'unknown'
  return {
    min: Math.min(...known.map((cost) => cost.min)),
    max: Math.max(...known.map((cost) => cost.max)),
  }
}

function costOf(row: PriceRow, input: Record<string, unknown>): Amount | null {
  const amount = measure(row.unit, row.quantity === undefined ? null : valuesAt(input, row.quantity))
  return amount && { min: toCredits(row.credits * amount.min), max: toCredits(row.credits * amount.max) }
}

/** Takes off the noise of binary fractions (0.1 × 3), far below the smallest price of 0.1 credits. */
function toCredits(product: number): number {
  return Math.round(product * 1e6) / 1e6
}
