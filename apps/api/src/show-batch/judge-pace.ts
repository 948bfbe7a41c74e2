/** What was seen lately of how jobs end. */
export interface Seen {
  /** When the last of the installation ended, the newest first. */
  ends: readonly number[]
  /** What ended before says nothing of this work. */
  since: number
  now: number
}

/** So far back a pace is of now, or for some runs where those take longer. */
const LATELY_MS = 60_000
const LATELY_RUNS = 3
/** Fewer in between may be chance. */
const ENOUGH_ENDS = 5
/** What is written down a little later than it was likely to be is in time. */
const IN_TIME_MS = 10_000

export type Pace = { kind: 'goes'; perMs: number } | { kind: 'unknown' } | { kind: 'stalled' }

/**
 * How fast jobs end at present. It has stalled where nothing ended for longer than some runs take, or than all that is
 * left should: then what the limits would allow is no forecast any more.
 */
export function judgePace({ ends, since, now }: Seen, leftMs: number | null, runMs: number): Pace {
  const spanMs = Math.max(LATELY_MS, LATELY_RUNS * runMs)
  const recent = ends.filter((at) => at >= Math.max(since, now - spanMs))
  const [newest = since] = recent
  const quietMs = now - newest
  if (quietMs > spanMs || (leftMs !== null && quietMs > leftMs + IN_TIME_MS)) return { kind: 'stalled' }
  const oldest = recent.at(-1)
  if (oldest === undefined || recent.length < ENOUGH_ENDS) return { kind: 'unknown' }
  return { kind: 'goes', perMs: (recent.length - 1) / Math.max(1, now - oldest) }
}
