/** A due time that stood in the ledger at some moment. Times are epoch milliseconds of this machine. */
export interface DueSeen {
  taskId: string
  dueAt: number
  seenAt: number
}

export interface ReadSeen {
  taskId: string
  startedAt: number
}

/** Reads may start a little before their time; a lease is much longer, and a gap between reads too. */
const EARLY_AT_MOST_MS = 1_000

/**
 * How late each read started: after the last time it was seen to be due before. What lies far ahead of a
 * read is the lease of its claim. A read whose due time nobody saw is left out; one that came early counts below zero.
 */
export function latenessOf(reads: readonly ReadSeen[], dues: readonly DueSeen[]): number[] {
  const dueOf = byTask(dues)
  const lastReadAt = new Map<string, number>()
  const late: number[] = []
  for (const { taskId, startedAt } of reads.toSorted((one, other) => one.startedAt - other.startedAt)) {
    const since = lastReadAt.get(taskId) ?? 0
    lastReadAt.set(taskId, startedAt)
    const due = dueOf
      .get(taskId)
      ?.findLast(
        ({ seenAt, dueAt }) => seenAt > since && seenAt <= startedAt && dueAt <= startedAt + EARLY_AT_MOST_MS,
      )
    if (due !== undefined) late.push(startedAt - due.dueAt)
  }
  return late
}

function byTask(dues: readonly DueSeen[]): ReadonlyMap<string, DueSeen[]> {
  const dueOf = new Map<string, DueSeen[]>()
  for (const due of dues) {
    const known = dueOf.get(due.taskId)
    if (known === undefined) dueOf.set(due.taskId, [due])
    else known.push(due)
  }
  return dueOf
}

/** The smallest value that so large a share of all does not exceed. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
