import type { JobRecord, OperatorActs } from '@kiln/ledger'
import { decideRead, PLAIN_PACE, type DecisionTiming } from '@kiln/lifecycle'
import type { Asked } from './ask-kie.ts'

/** A verdict that came with the read which bound a task is written down at once, by the table of all reads. */
export async function settleRead(
  acts: OperatorActs,
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
  await acts.settle(task, { decision, evidence, now, detail: null })
}
