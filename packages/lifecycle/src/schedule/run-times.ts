/**
 * How long the runs of one model took, as counts in 24 buckets. The first holds all below 8 s: reads are
 * 3 s apart at least, so nothing shorter needs telling apart. The last holds 20 minutes to an hour, past
 * the limit. The 22 between are each 1.26 times as long as the one before, to be fine where KIE's tasks
 * end (13 s to 786 s were recorded): one model's runs often differ by no more than a sixth.
 */
export interface RunTimes {
  /** Runs, as fractions once they have aged. */
  readonly counts: readonly number[]
}

export const BUCKETS = 24
/** Edges of the buckets, in units of the first one: 8 s at real speed, less where KILN_SPEED divides. */
export const EDGES: readonly number[] = [
  0,
  ...Array.from({ length: BUCKETS - 1 }, (_, n) => 150 ** (n / (BUCKETS - 2))),
  450,
]

/** Counts are kept as whole parts of a run, so that halving them forgets slowly. */
export const PARTS_OF_A_RUN = 16
/** When so many runs are counted all are halved: a model that changed is known anew after some twenty. */
export const MOST_RUNS = 40

export const NO_RUNS: RunTimes = { counts: Array.from({ length: BUCKETS }, () => 0) }

/** The bucket of a run, from 0. */
export function bucketOf(ranMs: number, unitMs: number): number {
  const above = EDGES.findIndex((edge) => ranMs < edge * unitMs)
  return above < 0 ? BUCKETS - 1 : Math.max(0, above - 1)
}

export function totalOf({ counts }: RunTimes): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Older runs give way before the new one is counted. The ledger's scripts do the same. */
export function addRun(times: RunTimes, bucket: number): RunTimes {
  const aged = totalOf(times) >= MOST_RUNS ? halve(times) : times
  return { counts: aged.counts.map((count, n) => (n === bucket ? count + 1 : count)) }
}

function halve({ counts }: RunTimes): RunTimes {
  return { counts: counts.map((count) => Math.floor((count * PARTS_OF_A_RUN) / 2) / PARTS_OF_A_RUN) }
}

/** As the ledger stores it: whole parts of a run, the shortest bucket first. */
export function encodeRunTimes({ counts }: RunTimes): string {
  return counts.map((count) => Math.round(count * PARTS_OF_A_RUN)).join(',')
}

/** Null for what is none, such as a field of another version: then nothing is known yet. */
export function decodeRunTimes(text: string): RunTimes | null {
  if (!/^\d{1,6}(,\d{1,6})*$/.test(text)) return null
  const counts = text.split(',').map((parts) => Number(parts) / PARTS_OF_A_RUN)
  return counts.length === BUCKETS ? { counts } : null
}
