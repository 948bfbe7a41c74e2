import type { BalanceSample } from './balance.ts'

export interface CreditForecast {
  /** Credits spent in an hour, by whoever uses the account; top-ups do not count against it. */
  perHour: number
  /** When the balance is gone at this rate; null while nothing is spent. */
  goneAt: number | null
}

const HOUR = 3_600_000
/** Two looks that lie closer together say little. */
const SHORTEST_SPAN_MS = 1_000

/** How fast the balance falls, from the last looks at it; null while there are too few. */
export function forecastCredits(samples: readonly BalanceSample[]): CreditForecast | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.at - first.at < SHORTEST_SPAN_MS) return null
  let spent = 0
  for (const [i, { credits }] of samples.entries()) {
    spent += Math.max(0, (samples[i - 1]?.credits ?? credits) - credits)
  }
  const perMs = spent / (last.at - first.at)
  return {
    perHour: perMs * HOUR,
    goneAt: perMs === 0 ? null : Math.round(last.at + Math.max(0, last.credits) / perMs),
  }
}
