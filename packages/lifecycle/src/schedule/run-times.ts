/**
 * How long the runs of one model took, as counts in 46 buckets. The first holds all below 8 s: reads are
 * 3 s apart at least, so nothing shorter needs telling apart. The last holds 20 minutes to an hour, past
 * the limit. The 44 between are each 1.12 times as long as the one before, to be fine where KIE's tasks
 * end (13 s to 786 s were recorded): one model's runs often differ by no more than a sixth.
 */
export interface RunTimes {
  /** Runs, as fractions once they have aged. */
  readonly counts: readonly number[]
  /** Where the last runs lie, as a bucket and a part of one: a mean that each new run moves by an eighth. */
  readonly level: number
}

export const BUCKETS = 46
/** Edges of the buckets, in units of the first one: 8 s at real speed, less where KILN_SPEED divides. */
export const EDGES: readonly number[] = [
  0,
  ...Array.from({ length: BUCKETS - 1 }, (_, n) => 150 ** (n / (BUCKETS - 2))),
  450,
]

/** Counts are kept as whole parts of a run, so that halving them forgets slowly. */
export const PARTS_OF_A_RUN = 16
/** When so many runs are counted all are halved: what was last seen eighty runs ago is all but forgotten. */
export const MOST_RUNS = 40
/** The level is kept in whole parts of a bucket. */
export const PARTS_OF_A_BUCKET = 100
/** The level is that of about so many runs: few enough to tell of a change, enough to be no accident. */
export const LEVEL_RUNS = 8

export const NO_RUNS: RunTimes = { counts: Array.from({ length: BUCKETS }, () => 0), level: 0 }

/** The bucket of a run, from 0. */
export function bucketOf(ranMs: number, unitMs: number): number {
  const above = EDGES.findIndex((edge) => ranMs < edge * unitMs)
  return above < 0 ? BUCKETS - 1 : Math.max(0, above - 1)
}

export function totalOf({ counts }: RunTimes): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

export function sameRuns(one: RunTimes | null, other: RunTimes | null): boolean {
  if (one === null || other === null) return one === other
  return one.level === other.level && one.counts.every((count, n) => count === other.counts[n])
}

/** Older runs give way before the new one is counted. The ledger's scripts do the same. */
export function addRun(times: RunTimes, bucket: number): RunTimes {
  const known = totalOf(times)
  const aged = known >= MOST_RUNS ? times.counts.map(halved) : times.counts
  const step = (bucket - times.level) / Math.min(LEVEL_RUNS, known + 1)
  return {
    counts: aged.map((count, n) => (n === bucket ? count + 1 : count)),
    level: Math.round((times.level + step) * PARTS_OF_A_BUCKET) / PARTS_OF_A_BUCKET,
  }
}

const halved = (count: number) => Math.floor((count * PARTS_OF_A_RUN) / 2) / PARTS_OF_A_RUN

/** As the ledger stores it: whole parts of a run, the shortest bucket first, and the level. */
export function encodeRunTimes({ counts, level }: RunTimes): string {
  const parts = counts.map((count) => Math.round(count * PARTS_OF_A_RUN))
  return [...parts, Math.round(level * PARTS_OF_A_BUCKET)].join(',')
}

/** Null for what is none, such as a field of a later version: then nothing is known yet. */
export function decodeRunTimes(text: string): RunTimes | null {
  if (!/^\d{1,6}(,\d{1,6})*$/.test(text)) return null
  const numbers = text.split(',').map(Number)
  if (numbers.length === WIDE_BUCKETS) return fromWide(numbers)
  const level = (numbers.pop() ?? 0) / PARTS_OF_A_BUCKET
  if (numbers.length !== BUCKETS || level > BUCKETS - 1) return null
  return { counts: numbers.map((parts) => parts / PARTS_OF_A_RUN), level }
}

/** Kiln once kept 24 buckets and no level. All but the first and the last were as wide as two are now. */
const WIDE_BUCKETS = BUCKETS / 2 + 1

function fromWide(wide: readonly number[]): RunTimes {
  const parts = wide.flatMap((count, n) => {
    const lower = Math.floor(count / 2)
    return n === 0 || n === WIDE_BUCKETS - 1 ? [count] : [lower, count - lower]
  })
  const total = parts.reduce((sum, count) => sum + count, 0)
  const sum = parts.reduce((all, count, n) => all + count * n, 0)
  const level = total === 0 ? 0 : Math.round((sum / total) * PARTS_OF_A_BUCKET) / PARTS_OF_A_BUCKET
  return { counts: parts.map((count) => count / PARTS_OF_A_RUN), level }
}
