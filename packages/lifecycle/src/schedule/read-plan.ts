import type { RunShape } from './run-shape.ts'
import { EDGES } from './run-times.ts'

/** What reads are weighed by; all in units of the first bucket. */
export interface ReadTerms {
  /** The lag that a read is worth. */
  cost: number
  shortestGap: number
  longestGap: number
}

/** Tells the age at which to read next a run that still goes on at `age`. */
export type ReadPlan = (age: number) => number

/** Reads are planned to a second, or to a hundredth of a longer age: finer makes no difference that can be measured. */
const AGES: readonly number[] = ages(1 / 8, 0.01, EDGES.at(-1)!)

function ages(finest: number, share: number, last: number): number[] {
  const all = [0]
  for (let age = 0; age < last;) all.push((age = Math.min(last, age + Math.max(finest, share * age))))
  return all
}

/**
 * The read ages that cost least where runs end as `shape` has it: reads, and the lag of each run until the read
 * that finds it. A dynamic program from the last age backwards, which sees a peak that lies ahead and the time
 * after it, where a gap by the hazard of now, √(2 · cost / hazard), holds only while that stands still.
 */
export function planReads(shape: RunShape, terms: ReadTerms): ReadPlan {
  const ended = endedAt(shape)
  const area = areaUnder(ended)
  const ahead = new Float64Array(AGES.length)
  /** The least that lag and all later reads come to after the last choice. */
  let least = 0

  /** The best of the planned ages from `first` to `last` for a read after `age`; -1 where none is in reach. */
  function choose(age: number, endedBy: number, areaBy: number, first: number, last: number): number {
    let next = -1
    least = Infinity
    for (let to = first; to <= last; to++) {
      const gap = AGES[to]! - age
      if (gap < terms.shortestGap) continue
      if (gap > terms.longestGap) break
      const lag = area[to]! - areaBy - endedBy * gap
      // Lag only grows from here.
      if (lag >= least) break
      if (lag + ahead[to]! < least) {
        least = lag + ahead[to]!
        next = to
      }
    }
    return next
  }

  let last = AGES.length - 1
  for (let from = AGES.length - 2; from >= 0; from--) {
    // Whoever is read earlier is never read again later.
    const next = choose(AGES[from]!, ended[from]!, area[from]!, from + 1, last)
    if (next < 0) least = 0
    else last = next
    ahead[from] = least + terms.cost * (1 - ended[from]!)
  }

  return (age) => {
    const first = firstAfter(age)
    if (first === AGES.length) return age + terms.longestGap
    const [before, after] = [first - 1, first]
    const part = (age - AGES[before]!) / (AGES[after]! - AGES[before]!)
    const endedBy = ended[before]! + part * (ended[after]! - ended[before]!)
    const areaBy = area[after]! - ((ended[after]! + endedBy) / 2) * (AGES[after]! - age)
    const next = choose(age, endedBy, areaBy, first, AGES.length - 1)
    return next < 0 ? age + terms.longestGap : AGES[next]!
  }
}

/** The share of runs that has ended at each planned age. */
function endedAt({ edges, ended }: RunShape): Float64Array {
  let n = 1
  return Float64Array.from(AGES, (age) => {
    while (n < edges.length - 1 && edges[n]! <= age) n++
    const width = edges[n]! - edges[n - 1]!
    const part = width > 0 ? Math.min(1, (age - edges[n - 1]!) / width) : 1
    return ended[n - 1]! + part * (ended[n]! - ended[n - 1]!)
  })
}

/** The lag that all runs would have by each age, were none ever read. */
function areaUnder(ended: Float64Array): Float64Array {
  const area = new Float64Array(AGES.length)
  for (let n = 1; n < AGES.length; n++) {
    area[n] = area[n - 1]! + ((ended[n - 1]! + ended[n]!) / 2) * (AGES[n]! - AGES[n - 1]!)
  }
  return area
}

function firstAfter(age: number): number {
  let [low, high] = [1, AGES.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (AGES[middle]! <= age) low = middle + 1
    else high = middle
  }
  return low
}
