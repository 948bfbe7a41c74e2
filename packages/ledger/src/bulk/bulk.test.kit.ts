import type { ReadDecision } from '@kiln/lifecycle'
import type { Bulk } from '../acts/acts.ts'
import { newKey } from '../testing/batches.ts'
import { type LedgerUnderTest, running } from '../testing/ledger-under-test.ts'
import { note } from '../testing/reads.ts'
import type { NewRequeue, RequeueRecord } from './bulk-record.ts'

let tasks = 0
export const failing = (message: string): ReadDecision => ({
  event: 'failed',
  failure: { class: 'generationFailed', code: '501', message, charged: 'no' },
  creditsConsumed: 0,
})
export async function failedJob(
  { ledger }: LedgerUnderTest,
  message = 'gave up',
  overrides = {},
): Promise<string> {
  const task = await running(ledger, `task-${tasks++}`, { quoted: { min: 1, max: 2 }, ...overrides })
  await ledger.recordRead(task, note(failing(message)))
  return task.id
}
export const REQUEUE: NewRequeue = {
  act: 'requeue',
  tenant: 'acme',
  by: 'ops',
  filter: { class: 'generationFailed' },
  limit: null,
  canary: 0,
  stopAfter: 20,
  confirmCharge: false,
}
export async function created(
  { ledger }: LedgerUnderTest,
  changes: Partial<NewRequeue> = {},
  key = newKey(),
) {
  const answer = await ledger.bulk.create({ ...REQUEUE, ...changes }, key)
  if (answer.kind === 'conflict') throw new Error('conflict')
  return answer.bulk as RequeueRecord
}
export async function requeued(
  { ledger }: LedgerUnderTest,
  job: string,
  id: string,
  outcome: Bulk['outcome'] = 'requeued',
) {
  const found = (await ledger.acts.read(job))!
  const bulk = { id, outcome, class: 'generationFailed' }
  return ledger.acts.requeue(found, { by: 'ops', bulk, confirmed: false, edited: null, charged: null })
}
/** The second attempt of a requeued job comes to this. */
export async function comesTo({ ledger }: LedgerUnderTest, id: string, decision: ReadDecision) {
  await ledger.feed()
  const attempt = await ledger.begin(id, 'second')
  if (attempt.kind !== 'go') throw new Error(attempt.kind)
  const taskId = `again-${tasks++}`
  await ledger.recordAnswer({ id, attempt: attempt.attempt }, { event: 'bound', taskId }, {})
  await ledger.recordRead({ id, attempt: attempt.attempt, taskId, hintsSeen: 0 }, note(decision))
}
