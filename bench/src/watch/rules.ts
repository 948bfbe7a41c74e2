import {
  addRun,
  bucketOf,
  gapAt,
  NO_RUNS,
  PLAIN_PACE,
  REAL_TIMING,
  shapeOf,
  type DecisionTiming,
  type ReadPace,
} from '@kiln/lifecycle'
import type { DrawnModel } from './models.ts'

/** Where a rule reads: the ages in seconds, to the limit. `scale` makes its gaps longer or shorter. */
export interface Rule {
  name: string
  /** Of a rule that learns, what it has learned from differs each time. */
  readsAt(scale: number, by: Learning): number[]
}

interface Learning {
  model: DrawnModel
  random: () => number
  callbackHealth: number
}

export const LIMIT_S = 600

function agesBy(next: (age: number) => number): number[] {
  const ages: number[] = []
  for (let age = 0; age < LIMIT_S;) {
    age = Math.min(LIMIT_S, age + Math.max(0.05, next(age)))
    ages.push(age)
  }
  return ages
}

/** KIE: "2-3 s for the first 30 s, 5-10 s until 2 minutes, 15-30 s after". */
const adviceAt = (age: number) => (age < 30 ? 2.5 : age < 120 ? 7.5 : 22.5)

function exponential(factor: number): Rule['readsAt'] {
  return (scale) => {
    let gap = (3 * scale) / factor
    return agesBy(() => (gap *= factor))
  }
}

const scaledTiming = (scale: number): DecisionTiming => ({
  ...REAL_TIMING,
  readCostMs: REAL_TIMING.readCostMs * scale ** 2,
  // The bounds are the read meter's; where rules are compared they would be in the way of the dear ones.
  readGapMinMs: REAL_TIMING.readGapMinMs * Math.min(1, scale),
  readGapLongestMs: REAL_TIMING.readGapLongestMs * Math.max(1, scale),
})

function paceAfter(runs: number, { model, random, callbackHealth }: Learning): ReadPace {
  let times = NO_RUNS
  for (let ago = runs; ago > 0; ago--) {
    times = addRun(times, bucketOf(model.draw(random, ago) * 1_000, REAL_TIMING.runTimeUnitMs))
  }
  return { ...PLAIN_PACE, callbackHealth, shape: shapeOf(times, model.typical) }
}

const learnedAfter = (runs: number): Rule => ({
  name: `learned after ${runs} runs`,
  readsAt(scale, by) {
    const pace = paceAfter(runs, by)
    if (pace.shape === null) return grownBy(scale, pace)
    const timing = scaledTiming(scale)
    return agesBy((age) => gapAt(age * 1_000, timing, pace) / 1_000)
  },
})

const grownBy = (scale: number, pace = PLAIN_PACE) =>
  agesBy((age) => (gapAt(age * 1_000, REAL_TIMING, pace) / 1_000) * scale)

/** What the others are compared with. */
export const LEARNED = learnedAfter(30)

export const RULES: readonly Rule[] = [
  learnedAfter(0),
  learnedAfter(10),
  LEARNED,
  learnedAfter(100),
  { name: 'growing 3 s to 30 s', readsAt: (scale) => grownBy(scale) },
  { name: 'every 10 s', readsAt: (scale) => agesBy(() => 10 * scale) },
  { name: "KIE's advice", readsAt: (scale) => agesBy((age) => adviceAt(age) * scale) },
  { name: 'exponential 1.5 ×', readsAt: exponential(1.5) },
  { name: 'exponential 2 ×', readsAt: exponential(2) },
]
