import type { JobView } from '@kiln/contract'
import type { Ledger } from '@kiln/ledger'
import type { ReadDecision } from '@kiln/lifecycle'
import type { TestApi } from './test-api.ts'

export const SECRET = 'Ab3-_xyz0123456789ABCD'
export const TASK_ID = 'task-of-attempt-1'
export const JOB_BODY = { model: 'nano-banana-2', input: { prompt: 'a fox' } }

/** Accepts a job through the API. */
export async function submitted(kiln: TestApi, body: object = JOB_BODY): Promise<JobView> {
  const answer = await kiln.call('/v1/jobs', { method: 'POST', payload: body })
  if (answer.statusCode !== 202) throw new Error(answer.body)
  return answer.json()
}

/** What a worker does up to KIE's answer: the job runs under TASK_ID. */
export async function run(ledger: Ledger, id: string): Promise<void> {
  await ledger.feed()
  const begun = await ledger.begin(id, SECRET)
  if (begun.kind !== 'go') throw new Error(`begin said ${begun.kind}`)
  await ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId: TASK_ID }, { class: 'accepted' })
}

/** What a worker does after the read that decided. */
export async function settle(
  ledger: Ledger,
  id: string,
  decision: ReadDecision,
  ranMs?: number,
): Promise<void> {
  const task = { id, attempt: 1, taskId: TASK_ID, hintsSeen: 0 }
  const now = Date.now()
  const evidence = { ok: true, askedAt: now, hold: null }
  const note = { decision, evidence, now, detail: null, ...(ranMs !== undefined && { ranMs }) }
  const moved = await ledger.recordRead(task, note)
  if (moved.kind !== 'moved') throw new Error(`the read was ${moved.kind}`)
}

export const SUCCESS: ReadDecision = {
  event: 'succeeded',
  result: { urls: ['https://files.example/a.png'] },
  creditsConsumed: 8,
}
export const REFUSAL: ReadDecision = {
  event: 'failed',
  failure: { class: 'contentRefused', code: '422', message: 'flagged as sensitive', charged: 'no' },
  creditsConsumed: 0,
}
