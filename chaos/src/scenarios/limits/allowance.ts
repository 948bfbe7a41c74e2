import type { Books } from '@kiln/simulator'
import { NO_LOAD } from '../everyday.ts'
import type { World } from '../scenario.ts'

export interface Allowance {
  max: number
  windowMs: number
}

/** The account as KIE documents it. */
export const ALLOWANCE: Allowance = { max: 20, windowMs: 10_000 }

/** The same at the speed of a run. */
export const allowanceOf = (speed: number, { max, windowMs } = ALLOWANCE): Allowance => ({
  max,
  windowMs: windowMs / speed,
})

/** How kiln is told of it. */
export const submitLimitOf = ({ max, windowMs }: Allowance) => ({ KILN_SUBMIT_LIMIT: `${max}/${windowMs}ms` })

/** What the scenarios about one account have in common: nothing else goes wrong, and jobs come by plan. */
export const ONE_ACCOUNT = {
  calm: true,
  load: NO_LOAD,
  faults: { submitLimit: ALLOWANCE },
  env: submitLimitOf(ALLOWANCE),
}

/** The most calls that lie in one window, wherever it begins; `times` rise. */
export function mostInAnyWindow(times: readonly number[], windowMs: number): number {
  let most = 0
  let first = 0
  for (const [last, at] of times.entries()) {
    // A place comes back one window after it was taken, and not a moment earlier.
    while (at - times[first]! >= windowMs) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

/**
 * What was made of what could have been made, from the first creation to the last: a full window at
 * once, and a further one for each window's length. Not rounded down to whole windows, so that only
 * a run whose last creation comes at the earliest moment there is reaches 1.
 */
export function shareOfAllowance(times: readonly number[], { max, windowMs }: Allowance): number {
  const lastedMs = (times.at(-1) ?? 0) - (times[0] ?? 0)
  return times.length / (max * (lastedMs / windowMs + 1))
}

/**
 * How long a place typically stands empty once its window is over: what the way of an answer, the
 * feed and the next call take. Between a creation and the one that can be its place's next.
 */
export function typicalIdleMs(times: readonly number[], { max, windowMs }: Allowance): number {
  const idle = times.slice(max).map((at, i) => at - times[i]! - windowMs)
  return idle.toSorted((a, b) => a - b)[Math.floor(idle.length / 2)] ?? Number.NaN
}

/** Judges the pace by what arrived at KIE; `allowance` as the run has it, speed included. */
export function notePace(note: World['note'], books: Books, { max, windowMs }: Allowance): void {
  note('mostInAnyWindow', mostInAnyWindow(books.createTimes, windowMs), { atMost: max })
  note('answered429', books.creates.byCode['429'] ?? 0, { atMost: 0 })
}

export function noteUse(
  note: World['note'],
  { createTimes }: Books,
  allowance: Allowance,
  leastPercent: number,
): void {
  note('placeIdleMs', typicalIdleMs(createTimes, allowance))
  note('allowanceUsedPercent', 100 * shareOfAllowance(createTimes, allowance), { atLeast: leastPercent })
}
