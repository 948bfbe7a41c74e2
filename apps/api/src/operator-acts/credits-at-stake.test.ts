import { expect, test } from '@jest/globals'
import { REFUSAL, run, SECRET, settle, submitted } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({ KILN_BUDGET_PER_DAY: '*=10' })

const requeue = (id: string, payload?: object) =>
  suite.kiln.call(`/v1/jobs/${id}/requeue`, { method: 'POST', ...(payload && { payload }) })

test('a confirmation tells what all attempts so far may have cost, not the last alone', async () => {
  const { ledger } = suite.kiln
  const { id } = await submitted(suite.kiln)
  await run(ledger, id)
  const charged = { ...REFUSAL, event: 'retried', creditsConsumed: 1.5, gate: null, pauseMs: 0 } as const
  await settle(ledger, id, charged as never)
  await ledger.feed()
  await ledger.begin(id, SECRET)
  await ledger.recordAnswer({ id, attempt: 2 }, { event: 'bound', taskId: 'task-2' }, {})
  const note = { evidence: { ok: true, askedAt: 0, hold: null }, now: 0, detail: null }
  const second = { id, attempt: 2, taskId: 'task-2', hintsSeen: 0 }
  await ledger.recordRead(second, { ...note, decision: { event: 'vanished' } })
  const { confirm } = (await requeue(id)).json()
  expect(confirm).toMatchObject({ why: 'kieSilent', mayHaveCost: 9.5, evidence: { attempts: 2 } })
})

test('an edited input that no budget can pay is refused, and the job stays as it was', async () => {
  const { id } = await submitted(suite.kiln)
  await suite.kiln.ledger.cancel(id)
  const answer = await requeue(id, { input: { prompt: 'a fox', resolution: '4K' } })
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'validation'])
  expect(await suite.kiln.ledger.read(id)).toMatchObject({ state: 'canceled', acts: 1 })
})
