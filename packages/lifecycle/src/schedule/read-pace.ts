import type { DecisionTiming } from '../timing.ts'
import type { RunShape } from './run-shape.ts'
import { bestNextRead, meanGap } from './read-gap.ts'

/** What the reads of one running job go by, besides its age. */
export interface ReadPace {
  /** When its model's runs end; null while too little is known of it. */
  shape: RunShape | null
  /** How far apart the reads of one job lie when the meter serves all that run alike. */
  fairGapMs: number
  /** The share of the last verdicts that a callback announced, 0 to 1. */
  callbackHealth: number
}

/** With nothing known, and reads for all. */
export const PLAIN_PACE: ReadPace = { shape: null, fairGapMs: 0, callbackHealth: 0 }

/** However well callbacks work, one may be lost: gaps grow no more than this. */
const MOST_STRETCH = 4

/** While callbacks announce most ends, only the rest is there for a read to find. */
export function stretchOf(callbackHealth: number): number {
  const left = Math.max(0, 1 - callbackHealth)
  return Math.min(MOST_STRETCH, 1 / Math.sqrt(Math.max(left, 1e-9)))
}

/** How long to wait before the next read of a task of this age, jitter and limit apart. */
export function gapAt(ageMs: number, timing: DecisionTiming, pace: ReadPace): number {
  const wished = pace.shape === null ? growingGap(ageMs, timing, pace) : learnedGap(ageMs, timing, pace)
  return Math.min(Math.max(timing.readGapLongestMs, pace.fairGapMs), Math.max(timing.readGapMinMs, wished))
}

/** As KIE advises: 3 s in the first half minute, 30 s after four minutes. */
function growingGap(ageMs: number, timing: DecisionTiming, pace: ReadPace): number {
  const gap = Math.min(timing.readGapMaxMs, Math.max(timing.readGapMinMs, ageMs / 8))
  return Math.max(gap * stretchOf(pace.callbackHealth), pace.fairGapMs)
}

/** Where more runs than the meter can serve, the price of a read is what keeps all of them within it. */
function learnedGap(ageMs: number, timing: DecisionTiming, { shape, ...pace }: ReadPace): number {
  if (shape === null) return Infinity
  const unitMs = timing.runTimeUnitMs
  const cost = timing.readCostMs / unitMs
  const load = pace.fairGapMs === 0 ? 0 : pace.fairGapMs / unitMs / meanGap(shape, cost)
  // Gaps go by the root of the price.
  const longer = Math.max(1, load) * stretchOf(pace.callbackHealth)
  const next = bestNextRead(shape, ageMs / unitMs, cost * longer ** 2)
  return next === null ? Infinity : next * unitMs - ageMs
}
