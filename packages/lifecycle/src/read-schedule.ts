import type { DecisionTiming } from './timing.ts'

/**
 * When to look at a running task again. Gaps grow with the task's age, as KIE's advice does
 * (3 s in the first half minute, 30 s after four minutes), with a tenth of jitter so that
 * a batch sent together is not read together. Never past the limit: one read happens there.
 */
export function nextReadAt(
  task: { submittedAt: number; limitAt: number; now: number },
  timing: DecisionTiming,
  random: number,
): number {
  const age = Math.max(0, task.now - task.submittedAt)
  const gap = Math.min(timing.readGapMaxMs, Math.max(timing.readGapMinMs, age / 8))
  const jittered = gap * (0.9 + 0.2 * random)
  const next = Math.round(task.now + jittered)
  return task.now < task.limitAt ? Math.min(next, task.limitAt) : next
}

/** The first sparse read after `now`, or null when all of them are over. */
export function nextLateReadAt(limitAt: number, now: number, timing: DecisionTiming): number | null {
  const offset = timing.lateReadsMs.find((ms) => limitAt + ms > now)
  return offset === undefined ? null : limitAt + offset
}
