import type { ApiConfig } from '@kiln/config'
import type { JobLedger, JobRecord } from '@kiln/ledger'
import { decideRead, PLAIN_PACE, REAL_TIMING, scaleTiming, type DecisionTiming } from '@kiln/lifecycle'
import type { Asked } from './ask-kie.ts'

/** The durations of this installation. */
export function timingOf({ speed, timing, submit }: ApiConfig): DecisionTiming {
  const { creditProbeMs } = timing
  return { ...scaleTiming(REAL_TIMING, speed), creditProbeMs, submitWindowMs: submit.limit.windowMs }
}

/** A verdict that came with the read which bound a task is written down at once, by the table of all reads. */
export async function settleRead(
  ledger: JobLedger,
  timing: DecisionTiming,
  job: JobRecord,
  taskId: string,
  { outcome, evidence, now }: Extract<Asked, { kind: 'asked' }>,
): Promise<void> {
  if (outcome.class !== 'succeeded' && outcome.class !== 'failed') return
  const watched = {
    state: 'running' as const,
    submittedAt: now,
    limitAt: now + 1,
    retriesLeft: job.retries - job.retriesUsed,
    creditReturns: job.creditReturns,
    resultlessReads: 0,
    pace: PLAIN_PACE,
  }
  const decision = decideRead(watched, outcome, now, timing, 0)
  const task = { id: job.id, attempt: job.attempt, taskId, hintsSeen: 0 }
  await ledger.acts.settle(task, { decision, evidence, now, detail: null })
}
