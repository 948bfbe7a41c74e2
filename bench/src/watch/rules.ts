import {
  addRun,
  bucketOf,
  gapAt,
  nextReadAt,
  NO_RUNS,
  PLAIN_PACE,
  REAL_TIMING,
  shapeOf,
  type DecisionTiming,
  type ReadPace,
} from '@kiln/lifecycle'
import type { DrawnModel } from './models.ts'

/** Where a rule reads: the ages in seconds, to the limit. */
export interface Rule {
  name: string
  /** What it learned from differs each time, and its jitter: it is asked often. */
  learns: boolean
  /** `scale` makes its gaps longer or shorter. */
  readsAt(scale: number, lesson: Lesson): number[]
}

export interface Lesson {
  model: DrawnModel
  random: () => number
  callbackHealth: number
}

export const LIMIT_S = 600
const LIMIT_MS = LIMIT_S * 1_000

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

const fixed = (name: string, readsAt: (scale: number) => number[]): Rule => ({ name, learns: false, readsAt })

function exponential(factor: number): (scale: number) => number[] {
  return (scale) => {
    let gap = (3 * scale) / factor
    return agesBy(() => (gap *= factor))
  }
}

const growing = (scale: number) =>
  agesBy((age) => (gapAt(age * 1_000, REAL_TIMING, PLAIN_PACE) / 1_000) * scale)

/** Gaps go by the root of the price. Their bounds are in the way only where a rule is made dearer or cheaper. */
const scaledTiming = (scale: number): DecisionTiming => ({
  ...REAL_TIMING,
  readCostMs: REAL_TIMING.readCostMs * scale ** 2,
  readGapMinMs: REAL_TIMING.readGapMinMs * Math.min(1, scale),
  readGapLongestMs: REAL_TIMING.readGapLongestMs * Math.max(1, scale),
})

export function paceAfter(runs: number, { model, random, callbackHealth }: Lesson): ReadPace {
  let times = NO_RUNS
  for (let ago = runs; ago > 0; ago--) {
    times = addRun(times, bucketOf(model.draw(random, ago) * 1_000, REAL_TIMING.runTimeUnitMs))
  }
  return { callbackHealth, shape: shapeOf(times, model.typical) }
}

/** As the worker reads, jitter included. */
const learnedAfter = (runs: number): Rule => ({
  name: `learned after ${runs} runs`,
  learns: true,
  readsAt(scale, lesson) {
    const pace = paceAfter(runs, lesson)
    if (pace.shape === null) return growing(scale)
    const timing = scaledTiming(scale)
    return agesBy((age) => {
      const now = Math.round(age * 1_000)
      const task = { submittedAt: 0, limitAt: LIMIT_MS, now }
      return (nextReadAt(task, timing, lesson.random(), pace) - now) / 1_000
    })
  },
})

/** What the others are compared with. */
export const LEARNED = learnedAfter(30)

export const LEARNERS: readonly Rule[] = [learnedAfter(0), learnedAfter(10), LEARNED, learnedAfter(100)]

export const OTHERS: readonly Rule[] = [
  fixed('growing 3 s to 30 s', growing),
  fixed('every 10 s', (scale) => agesBy(() => 10 * scale)),
  fixed("KIE's advice", (scale) => agesBy((age) => adviceAt(age) * scale)),
  fixed('exponential 1.5 ×', exponential(1.5)),
  fixed('exponential 2 ×', exponential(2)),
]
