import { costToUsd, quoteToUsd, type Cost, type Quote } from '@kiln/catalog'
import type { BadLine, BatchQuote } from '@kiln/contract'
import type { GoodLine, LineVerdict } from './judge-lines.ts'

/** Ten thousand bad lines must not become an answer of a million errors. */
const ERRORS_LISTED_MAX = 1_000
/** One warning holds for many lines; so many different ones are told. */
const WARNINGS_MAX = 100

type Sums = Omit<BatchQuote, 'name' | 'budget' | 'finishAt' | 'balanceAfter'>
type Warning = Sums['warnings'][number]

export interface Adder {
  add(verdict: LineVerdict): void
  total(): Sums
}

interface Sum {
  lines: number
  unpriced: number
  min: number
  max: number
}
const emptySum = (): Sum => ({ lines: 0, unpriced: 0, min: 0, max: 0 })

/** Adds up verdicts as they come, in memory that does not grow with their number. */
export function createAdder(): Adder {
  const all = emptySum()
  const byModel = new Map<string, Sum>()
  const warnings = new Map<string, Warning>()
  const badLines: BadLine[] = []
  let invalid = 0
  let listed = 0
  let warningsOmitted = 0
  return {
    add(verdict) {
      if (verdict.ok) {
        const ofModel = byModel.get(verdict.model) ?? emptySum()
        byModel.set(verdict.model, ofModel)
        for (const sum of [all, ofModel]) addTo(sum, verdict.credits)
        warningsOmitted += noteWarnings(warnings, verdict)
        return
      }
      invalid += 1
      if (listed >= ERRORS_LISTED_MAX) return
      const { line, customId, errors } = verdict
      badLines.push({ line, customId, errors })
      listed += errors.length
    },
    total: () => ({
      ok: invalid === 0,
      counts: { lines: all.lines + invalid, valid: all.lines, invalid, unpriced: all.unpriced },
      ...inBothMoneys(quoteOf(all)),
      priced: pricedPart(all),
      models: [...byModel]
        .toSorted(([, one], [, other]) => other.lines - one.lines)
        .map(([model, sum]) => ({ model, lines: sum.lines, ...inBothMoneys(quoteOf(sum)) })),
      warnings: [...warnings.values()],
      warningsOmitted,
      badLines: [...badLines],
      badLinesOmitted: invalid - badLines.length,
    }),
  }
}

function addTo(sum: Sum, credits: Quote): void {
  sum.lines += 1
  if (credits === 'unknown') {
    sum.unpriced += 1
    return
  }
  sum.min += credits.min
  sum.max += credits.max
}

/** Gives how many found no room. */
function noteWarnings(warnings: Map<string, Warning>, { line, warnings: own }: GoodLine): number {
  let omitted = 0
  for (const warning of own) {
    const key = JSON.stringify([warning.path, warning.code, warning.message])
    const known = warnings.get(key)
    if (known !== undefined) known.lines += 1
    else if (warnings.size < WARNINGS_MAX) warnings.set(key, { ...warning, lines: 1, firstLine: line })
    else omitted += 1
  }
  return omitted
}

function quoteOf(sum: Sum): Quote {
  return sum.unpriced > 0 ? 'unknown' : costOf(sum)
}

/** Takes off the noise of binary fractions that sums of prices such as 0.8 gather. */
function costOf({ min, max }: Sum): Cost {
  return { min: Math.round(min * 1e6) / 1e6, max: Math.round(max * 1e6) / 1e6 }
}

function pricedPart(sum: Sum): Sums['priced'] {
  const credits = costOf(sum)
  return { lines: sum.lines - sum.unpriced, credits, usd: costToUsd(credits) }
}

function inBothMoneys(credits: Quote): { credits: Quote; usd: Quote } {
  return { credits, usd: quoteToUsd(credits) }
}
