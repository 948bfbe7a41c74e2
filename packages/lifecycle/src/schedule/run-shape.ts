import { REAL_TIMING } from '../timing.ts'
import { BUCKETS, EDGES, totalOf, type RunTimes } from './run-times.ts'

/** When a run of a model ends, as far as anybody knows. Times are in units of the first bucket. */
export interface RunShape {
  /** The share of runs that ends in each bucket; together 1. */
  readonly shares: readonly number[]
  /** The share that lives on at each edge. */
  readonly survival: readonly number[]
}

/** How long a model takes, as a catalogue has it. */
export interface TypicalSeconds {
  min: number
  max: number
  median?: number | null | undefined
}

/** What a catalogue says counts like so many runs: it knows few runs, of another day. */
const SEED_RUNS = 2
/** Runs of one model lie about so far apart, as a standard deviation of logarithms. */
const SEED_SPREAD = 0.45
/** Something may always be new: so much of a run is spread over all buckets. */
const SURPRISE_RUNS = 0.1
/** What any model of KIE may take, for one that no catalogue speaks of: most that were recorded. */
const ANY_MODEL: TypicalSeconds = { min: 13, max: 400, median: 85 }
/** Fewer runs than this, and no word of a catalogue, are not known enough to go by. */
const ENOUGH_RUNS = 3
/** Seconds of the first bucket at real speed; seeds are in real seconds whatever the speed. */
const UNIT_SECONDS = REAL_TIMING.runTimeUnitMs / 1_000

/** Null while too little is known. */
export function shapeOf(runs: RunTimes | null, typical: TypicalSeconds | null): RunShape | null {
  const known = runs === null ? 0 : totalOf(runs)
  if (known < ENOUGH_RUNS && typical === null) return null
  const seed = seedShares(typical ?? ANY_MODEL)
  const counted = runs === null || known === 0 ? null : spread(runs.counts, known)
  const weights = Array.from({ length: BUCKETS }, (_, n) => {
    const seeded = (seed[n] ?? 0) * SEED_RUNS
    return (counted?.[n] ?? 0) + seeded + SURPRISE_RUNS / BUCKETS
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = weights.map((weight) => weight / total)
  return { shares, survival: survivalOf(shares) }
}

/** How far each run speaks for its neighbours; `pnpm bench watch` is how it was chosen. */
const SPREAD = 0.6
/** Wider than this two kinds of runs would run together. */
const MOST_LENT = 0.15

/** Runs stand for their neighbours too: the less, the more there are and the closer they lie. */
function spread(counts: readonly number[], known: number): number[] {
  const mean = counts.reduce((sum, count, n) => sum + count * n, 0) / known
  // A run lies anywhere in its bucket, hence the twelfth.
  const variance = counts.reduce((sum, count, n) => sum + count * (n - mean) ** 2, 0) / known + 1 / 12
  const lent = Math.min(MOST_LENT, (SPREAD ** 2 * variance * known ** -0.4) / 2)
  const at = (n: number) => counts[Math.min(BUCKETS - 1, Math.max(0, n))] ?? 0
  return counts.map((count, n) => count + lent * (at(n - 1) + at(n + 1) - 2 * count))
}

function seedShares({ min, max, median }: TypicalSeconds): number[] {
  const middle = Math.log((median ?? Math.sqrt(min * max)) / UNIT_SECONDS)
  const sd = Math.max(SEED_SPREAD, Math.log(max / min) / 4)
  const below = (edge: number) => normalBelow((Math.log(edge) - middle) / sd)
  return Array.from({ length: BUCKETS }, (_, n) => {
    const upper = n === BUCKETS - 1 ? 1 : below(EDGES[n + 1]!)
    return upper - (n === 0 ? 0 : below(EDGES[n]!))
  })
}

/** The share of a normal distribution below z; the logistic curve is as near as a seed needs. */
function normalBelow(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z))
}

function survivalOf(shares: readonly number[]): number[] {
  const survival = [1]
  for (const share of shares) survival.push(Math.max(0, survival.at(-1)! - share))
  survival[BUCKETS] = 0
  return survival
}

/** A stretch of time in which runs end evenly. */
export interface Stretch {
  from: number
  to: number
  /** The share of all runs that ends in each unit of time. */
  density: number
  survivalFrom: number
  survivalTo: number
}

/** What lies ahead of `age`, the stretch it lies in first. Empty past the last bucket. */
export function* stretchesFrom({ survival }: RunShape, age: number): Generator<Stretch> {
  for (let n = 0; n < BUCKETS; n++) {
    const [low, to] = [EDGES[n]!, EDGES[n + 1]!]
    if (to <= age) continue
    const density = (survival[n]! - survival[n + 1]!) / (to - low)
    const from = Math.max(age, low)
    const survivalTo = survival[n + 1]!
    yield { from, to, density, survivalFrom: survivalTo + density * (to - from), survivalTo }
  }
}

/** Of the runs that still go on at `age`, the share `quantile` has ended at this age. */
export function endsBy(shape: RunShape, age: number, quantile: number): number | null {
  let left: number | null = null
  for (const { from, to, density, survivalFrom, survivalTo } of stretchesFrom(shape, age)) {
    left ??= survivalFrom * (1 - quantile)
    if (survivalTo <= left && density > 0) return Math.min(to, from + (survivalFrom - left) / density)
  }
  return null
}
