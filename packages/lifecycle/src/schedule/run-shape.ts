import { REAL_TIMING } from '../timing.ts'
import { driftOf } from './drift.ts'
import { spreadRuns } from './neighbours.ts'
import { BUCKETS, EDGES, totalOf, type RunTimes } from './run-times.ts'

/** When a run of a model ends, as far as anybody knows. Between two edges runs end evenly. */
export interface RunShape {
  /** Ages, in units of the first bucket. */
  readonly edges: readonly number[]
  /** The share of runs that has ended at each edge, 0 to 1. */
  readonly ended: readonly number[]
}

/** How long a model takes, as a catalogue has it. */
export interface TypicalSeconds {
  min: number
  max: number
  median?: number | null | undefined
}

/** What a catalogue says counts like so many runs before the first: it knows few runs, of another day. */
const SEED_RUNS = 2
/** After so many runs it counts a third of that. */
const SEED_FADES = 5
/** Runs of one model lie about so far apart, as a standard deviation of logarithms. */
const SEED_SPREAD = 0.35
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
  const seedRuns = SEED_RUNS * Math.exp(-known / SEED_FADES)
  const believed = seedShares(typical ?? ANY_MODEL).map((share) => share * seedRuns + SURPRISE_RUNS / BUCKETS)
  if (runs === null || known === 0) return { edges: EDGES, ended: summedUp(believed) }
  const spread = spreadRuns(runs.counts, believed)
  return { edges: driftOf(runs), ended: summedUp(believed.map((weight, n) => weight + spread[n]!)) }
}

function seedShares({ min, max, median }: TypicalSeconds): number[] {
  const middle = Math.log((median ?? Math.sqrt(min * max)) / UNIT_SECONDS)
  const sd = Math.max(SEED_SPREAD, Math.log(max / min) / 4)
  const below = (edge: number) => normalBelow((Math.log(edge) - middle) / sd)
  const upTo = EDGES.map((edge, n) => (n === 0 ? 0 : n === BUCKETS ? 1 : below(edge)))
  return Array.from({ length: BUCKETS }, (_, n) => upTo[n + 1]! - upTo[n]!)
}

/** The share of a normal distribution below z; the logistic curve is as near as a seed needs. */
function normalBelow(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z))
}

function summedUp(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const ended = [0]
  for (const weight of weights) ended.push(Math.min(1, ended.at(-1)! + weight / total))
  ended[BUCKETS] = 1
  return ended
}

/** Of the runs that still go on at `age`, the share `quantile` has ended at this age. Null past the last edge. */
export function endsBy({ edges, ended }: RunShape, age: number, quantile: number): number | null {
  const above = edges.findIndex((edge) => edge > age)
  if (above < 0) return null
  const part = (age - edges[above - 1]!) / (edges[above]! - edges[above - 1]!)
  const already = ended[above - 1]! + part * (ended[above]! - ended[above - 1]!)
  const wanted = already + quantile * (1 - already)
  const after = ended.findIndex((share, n) => n >= above && share >= wanted)
  const [from, to] = [ended[after - 1]!, ended[after]!]
  if (to <= from) return Math.max(age, edges[after]!)
  const end = edges[after - 1]! + ((wanted - from) / (to - from)) * (edges[after]! - edges[after - 1]!)
  return Math.max(age, end)
}
