import type { QuotedCredits } from '../record.ts'

/** What some jobs may cost together. */
export interface Tally {
  jobs: number
  /** Of those with a known price. */
  credits: { min: number; max: number }
  /** Jobs whose price nobody knows. */
  unpriced: number
}

export const emptyTally = (): Tally => ({ jobs: 0, credits: { min: 0, max: 0 }, unpriced: 0 })

export function addTo(tally: Tally, quoted: QuotedCredits): void {
  tally.jobs += 1
  if (quoted === 'unknown') {
    tally.unpriced += 1
    return
  }
  tally.credits.min += quoted.min
  tally.credits.max += quoted.max
}

/** Jobs that are left as they are, by why. */
export interface Left<Why> {
  why: Why
  jobs: number
}

export function countLeft<Why>() {
  const counts = new Map<Why, number>()
  return {
    add: (why: Why) => void counts.set(why, (counts.get(why) ?? 0) + 1),
    list: (): Left<Why>[] => [...counts].map(([why, jobs]) => ({ why, jobs })),
  }
}
