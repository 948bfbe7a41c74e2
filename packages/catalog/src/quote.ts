import { type Facts, holds } from './conditions.ts'
import type { ModelFile, PriceRow } from './model-file.ts'
import { completionsOf, settingsOf } from './open-settings.ts'
import { type Amount, isSurcharge, isWholeOutput, measure } from './price-units.ts'
import type { Quote } from './results.ts'
import { readerOf } from './value-path.ts'

type Input = Record<string, unknown>
/** What an input costs, as it is sent. */
export type PriceInput = (input: Input) => Quote

/**
 * Reads the price list of a model once. Where the input leaves a setting to KIE that decides the price, the
 * quote spans what every value of it would cost.
 */
export function planQuote(model: Pick<ModelFile, 'params' | 'crossField' | 'pricing'>): PriceInput {
  const price = planPrices(model.pricing)
  const settings = settingsOf(model)
  return (input) => {
    const open = settings.filter(({ name }) => input[name] === undefined)
    return open.length === 0 ? price(input) : spanOver(completionsOf(input, open), price)
  }
}

/** Unknown as soon as one of them is: what might cost anything has no bounds. */
function spanOver(inputs: Iterable<Input>, price: PriceInput): Quote {
  let span: Amount | null = null
  for (const input of inputs) {
    const quote = price(input)
    if (quote === 'unknown') return quote
    span = widen(span, quote)
  }
  return span ?? 'unknown'
}

interface PlannedRow {
  row: PriceRow
  isWhole: boolean
  quantityIn: ((input: Input) => unknown[]) | null
}

/**
 * Of the prices that fit the input the newest count, and among these one for a whole output before
 * a measured one. Where several are left (the data cannot tell them apart) the quote spans them all.
 * Surcharges come on top.
 */
function planPrices(pricing: readonly PriceRow[]): PriceInput {
  const bases = planRows(pricing.filter((row) => !isSurcharge(row.unit)))
  const surcharges = planRows(pricing.filter((row) => isSurcharge(row.unit)))
  return (input) => {
    const facts: Facts = { given: input, values: input }
    let base: Amount | null = null
    for (const row of countingOf(bases, facts)) {
      const cost = costOf(row, input)
      if (cost === null) return 'unknown'
      base = widen(base, cost)
    }
    if (base === null) return 'unknown'
    const costs = countingOf(surcharges, facts).map((row) => costOf(row, input))
    const extra = costs.reduce((sum, cost) => sum + (cost?.max ?? 0), 0)
    return { min: toCredits(base.min + extra), max: toCredits(base.max + extra) }
  }
}

/** In the order in which they count, so that the first that fits tells which others count beside it. */
function planRows(rows: readonly PriceRow[]): PlannedRow[] {
  const planned = rows.map((row) => ({
    row,
    isWhole: isWholeOutput(row.unit),
    quantityIn: row.quantity === undefined ? null : readerOf(row.quantity),
  }))
  return planned.toSorted(
    (one, other) =>
      Number(one.row.asOf < other.row.asOf) - Number(one.row.asOf > other.row.asOf) ||
      Number(other.isWhole) - Number(one.isWhole),
  )
}

function countingOf(rows: readonly PlannedRow[], facts: Facts): PlannedRow[] {
  const counting: PlannedRow[] = []
  for (const one of rows) {
    const [first] = counting
    if (first !== undefined && (first.row.asOf !== one.row.asOf || first.isWhole !== one.isWhole)) break
    if (holds(one.row.when, facts)) counting.push(one)
  }
  return counting
}

function widen(span: Amount | null, { min, max }: Amount): Amount {
  return span === null ? { min, max } : { min: Math.min(span.min, min), max: Math.max(span.max, max) }
}

function costOf({ row, quantityIn }: PlannedRow, input: Input): Amount | null {
  const amount = measure(row.unit, quantityIn === null ? null : quantityIn(input), row.quantityIsMost)
  const free = row.beyond ?? 0
  const priced = (count: number) => toCredits(row.credits * Math.max(0, count - free))
  return amount && { min: priced(amount.min), max: priced(amount.max) }
}

/** Takes off the noise of binary fractions (0.1 × 3), far below the smallest price of 0.1 credits. */
function toCredits(product: number): number {
  return Math.round(product * 1e6) / 1e6
}
