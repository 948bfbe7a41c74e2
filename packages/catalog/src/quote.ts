import { holds } from './conditions.ts'
import type { PriceRow } from './model-file.ts'
import { type Amount, isSurcharge, isWholeOutput, measure } from './price-units.ts'
import type { Quote } from './results.ts'
import { valuesAt } from './value-path.ts'

/**
 * Of the prices that fit the input the newest count, and among these one for a whole output before
 * a measured one. Where several are left (the data cannot tell them apart) the quote spans them all.
 * Surcharges come on top.
 */
export function quoteInput(prices: readonly PriceRow[], input: Record<string, unknown>): Quote {
  const fitting = prices.filter((row) => holds(row.when, { given: input, values: input }))
  const base = spanOf(basePrices(fitting.filter((row) => !isSurcharge(row.unit))), input)
  if (base === null) return 'unknown'
  const extra = newestOf(fitting.filter((row) => isSurcharge(row.unit)))
    .map((row) => costOf(row, input))
    .reduce((sum, cost) => sum + (cost?.max ?? 0), 0)
  return { min: toCredits(base.min + extra), max: toCredits(base.max + extra) }
}

function basePrices(fitting: readonly PriceRow[]): readonly PriceRow[] {
  const newest = newestOf(fitting)
  const whole = newest.filter((row) => isWholeOutput(row.unit))
  return whole.length > 0 ? whole : newest
}

function newestOf(rows: readonly PriceRow[]): readonly PriceRow[] {
  const newestAsOf = rows.reduce((newest, row) => (row.asOf > newest ? row.asOf : newest), '')
  return rows.filter((row) => row.asOf === newestAsOf)
}

function spanOf(rows: readonly PriceRow[], input: Record<string, unknown>): Amount | null {
  const costs = rows.map((row) => costOf(row, input))
  const known = costs.filter((cost) => cost !== null)
  if (known.length === 0 || known.length < costs.length) return null
  return {
    min: Math.min(...known.map((cost) => cost.min)),
    max: Math.max(...known.map((cost) => cost.max)),
  }
}

function costOf(row: PriceRow, input: Record<string, unknown>): Amount | null {
  const amount = measure(
    row.unit,
    row.quantity === undefined ? null : valuesAt(input, row.quantity),
    row.quantityIsMost,
  )
  const free = row.beyond ?? 0
  const priced = (count: number) => toCredits(row.credits * Math.max(0, count - free))
  return amount && { min: priced(amount.min), max: priced(amount.max) }
}

/** Takes off the noise of binary fractions (0.1 × 3), far below the smallest price of 0.1 credits. */
function toCredits(product: number): number {
  return Math.round(product * 1e6) / 1e6
}
