import type { DecisionTiming } from '../timing.ts'
import { gapAt, type ReadPace } from './read-pace.ts'

/**
 * When to look at a running task again: after a gap, with a tenth of jitter so that a batch sent
 * together is not read together. Never past the limit: one read happens there.
 */
export function nextReadAt(
  task: { submittedAt: number; limitAt: number; now: number },
  timing: DecisionTiming,
  random: number,
  pace: ReadPace,
): number {
  const age = Math.max(0, task.now - task.submittedAt)
  const jittered = gapAt(age, timing, pace) * (0.9 + 0.2 * random)
  const next = task.now + Math.max(1, Math.round(jittered))
  return task.now < task.limitAt ? Math.min(next, task.limitAt) : next
}

/** The first sparse read after `now`, or null when all of them are over. */
export function nextLateReadAt(limitAt: number, now: number, timing: DecisionTiming): number | null {
  const offset = timing.lateReadsMs.find((ms) => limitAt + ms > now)
  return offset === undefined ? null : limitAt + offset
}
