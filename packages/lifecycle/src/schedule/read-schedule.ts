import type { DecisionTiming } from '../timing.ts'
import { gapAt, withinBounds, type ReadPace } from './read-pace.ts'

/** A tenth of a gap, to either side. */
const JITTER = 0.1

/**
 * When to look at a running task again: after a gap, with some jitter so that a batch sent together is not
 * read together; half of the shortest gap is enough for that, and more would miss the age that was planned.
 * Never past the limit: one read happens there.
 */
export function nextReadAt(
  task: { submittedAt: number; limitAt: number; now: number },
  timing: DecisionTiming,
  random: number,
  pace: ReadPace,
): number {
  const age = Math.max(0, task.now - task.submittedAt)
  const gap = gapAt(age, timing, pace)
  const jitter = Math.min(JITTER * gap, timing.readGapMinMs / 2) * (2 * random - 1)
  const next = task.now + Math.max(1, Math.round(withinBounds(gap + jitter, timing)))
  return task.now < task.limitAt ? Math.min(next, task.limitAt) : next
}

/** The first sparse read after `now`, or null when all of them are over. */
export function nextLateReadAt(limitAt: number, now: number, timing: DecisionTiming): number | null {
  const offset = timing.lateReadsMs.find((ms) => limitAt + ms > now)
  return offset === undefined ? null : limitAt + offset
}
