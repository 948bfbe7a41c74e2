import type { DecisionTiming } from '../timing.ts'
import { planReads, type ReadPlan, type ReadTerms } from './read-plan.ts'
import type { RunShape } from './run-shape.ts'

/** What the reads of one running job go by, besides its age. */
export interface ReadPace {
  /** When its model's runs end; null while too little is known of it. */
  shape: RunShape | null
  /** The share of the last verdicts that a callback announced, 0 to 1. */
  callbackHealth: number
}

/** With nothing known. */
export const PLAIN_PACE: ReadPace = { shape: null, callbackHealth: 0 }

/**
 * However well callbacks work, one may be lost: reads reckon with a sixteenth of them, so gaps grow four times
 * at most. Steps of a sixteenth, too, so that not every verdict makes another plan.
 */
const STEPS = 16

/** While callbacks announce most ends, only the rest is there for a read to find. */
export function stretchOf(callbackHealth: number): number {
  const left = 1 - Math.floor(callbackHealth * STEPS) / STEPS
  return 1 / Math.sqrt(Math.max(1 / STEPS, left))
}

/** How long to wait before the next read of a task of this age, jitter and limit apart. */
export function gapAt(ageMs: number, timing: DecisionTiming, { shape, callbackHealth }: ReadPace): number {
  const stretch = stretchOf(callbackHealth)
  const wished =
    shape === null ? growingGap(ageMs, timing) * stretch : learnedGap(ageMs, timing, shape, stretch)
  return withinBounds(wished, timing)
}

export function withinBounds(gapMs: number, timing: DecisionTiming): number {
  return Math.min(timing.readGapLongestMs, Math.max(timing.readGapMinMs, gapMs))
}

/** As KIE advises: 3 s in the first half minute, 30 s after four minutes. */
function growingGap(ageMs: number, timing: DecisionTiming): number {
  return Math.min(timing.readGapMaxMs, Math.max(timing.readGapMinMs, ageMs / 8))
}

function learnedGap(ageMs: number, timing: DecisionTiming, shape: RunShape, stretch: number): number {
  const unitMs = timing.runTimeUnitMs
  const terms = {
    // Gaps go by the root of the price.
    cost: (timing.readCostMs / unitMs) * stretch ** 2,
    shortestGap: timing.readGapMinMs / unitMs,
    longestGap: timing.readGapLongestMs / unitMs,
  }
  return planFor(shape, terms)(ageMs / unitMs) * unitMs - ageMs
}

/** A plan is made once for all jobs of a model until its shape or the terms change. */
const plans = new WeakMap<RunShape, { terms: ReadTerms; plan: ReadPlan }>()

function planFor(shape: RunShape, terms: ReadTerms): ReadPlan {
  const made = plans.get(shape)
  if (made && sameTerms(made.terms, terms)) return made.plan
  const plan = planReads(shape, terms)
  plans.set(shape, { terms, plan })
  return plan
}

function sameTerms(one: ReadTerms, other: ReadTerms): boolean {
  return (
    one.cost === other.cost && one.shortestGap === other.shortestGap && one.longestGap === other.longestGap
  )
}
