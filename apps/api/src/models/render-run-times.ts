import type { RunTimesView } from '@kiln/contract'
import {
  EDGES,
  endsBy,
  REAL_TIMING,
  shapeOf,
  totalOf,
  type RunTimes,
  type TypicalSeconds,
} from '@kiln/lifecycle'

/** Real seconds, whatever the speed: buckets are the same ones. */
const UNIT_SECONDS = REAL_TIMING.runTimeUnitMs / 1_000

/** What was learned of a model's runs; null before the first. */
export function renderRunTimes(runs: RunTimes | null, typical: TypicalSeconds | null): RunTimesView | null {
  if (runs === null || totalOf(runs) === 0) return null
  const shape = shapeOf(runs, typical)
  const secondsOf = (quantile: number) => {
    const end = shape && endsBy(shape, 0, quantile)
    return end === null ? null : Math.round(end * UNIT_SECONDS)
  }
  return {
    runs: hundredths(totalOf(runs)),
    expectedSeconds: { half: secondsOf(0.5), nineInTen: secondsOf(0.9) },
    buckets: runs.counts.flatMap((count, n) =>
      count === 0
        ? []
        : [
            {
              fromSeconds: hundredths(EDGES[n]! * UNIT_SECONDS),
              toSeconds: hundredths(EDGES[n + 1]! * UNIT_SECONDS),
              runs: hundredths(count),
            },
          ],
    ),
  }
}

const hundredths = (value: number) => Math.round(value * 100) / 100
