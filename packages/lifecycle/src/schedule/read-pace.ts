import type { DecisionTiming } from '../timing.ts'
import type { RunShape } from './run-shape.ts'
import { bestNextRead } from './read-gap.ts'

/** What the reads of one running job go by, besides its age. */
export interface ReadPace {
  /** When its model's runs end; null while too little is known of it. */
  shape: RunShape | null
  /** The share of the last verdicts that a callback announced, 0 to 1. */
  callbackHealth: number
}

/** With nothing known. */
export const PLAIN_PACE: ReadPace = { shape: null, callbackHealth: 0 }

/** However well callbacks work, one may be lost: gaps grow no more than this. */
const MOST_STRETCH = 4

/** While callbacks announce most ends, only the rest is there for a read to find. */
export function stretchOf(callbackHealth: number): number {
  const left = Math.max(0, 1 - callbackHealth)
  return Math.min(MOST_STRETCH, 1 / Math.sqrt(Math.max(left, 1e-9)))
}

/** How long to wait before the next read of a task of this age, jitter and limit apart. */
export function gapAt(ageMs: number, timing: DecisionTiming, { shape, callbackHealth }: ReadPace): number {
  const stretch = stretchOf(callbackHealth)
  const wished =
    shape === null ? growingGap(ageMs, timing) * stretch : learnedGap(ageMs, timing, shape, stretch)
  return Math.min(timing.readGapLongestMs, Math.max(timing.readGapMinMs, wished))
}

/** As KIE advises: 3 s in the first half minute, 30 s after four minutes. */
function growingGap(ageMs: number, timing: DecisionTiming): number {
  return Math.min(timing.readGapMaxMs, Math.max(timing.readGapMinMs, ageMs / 8))
}

function learnedGap(ageMs: number, timing: DecisionTiming, shape: RunShape, stretch: number): number {
  const unitMs = timing.runTimeUnitMs
  // Gaps go by the root of the price.
  const cost = (timing.readCostMs / unitMs) * stretch ** 2
  const next = bestNextRead(shape, ageMs / unitMs, cost)
  return next === null ? Infinity : next * unitMs - ageMs
}
