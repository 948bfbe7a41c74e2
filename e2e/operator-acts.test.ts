import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { JobView, Problem, RequeuedJobView } from '@kiln/contract'
import { audit, figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 2 })
}, 60_000)
afterAll(() => stack.stop(), 30_000)
beforeEach(() => stack.setBehaviours([]))

const requeue = (id: string, body?: object) =>
  call<RequeuedJobView & Problem>(stack, 'POST', `/v1/jobs/${id}/requeue`, body)
/** Jobs that were run again on purpose. */
const twice: Record<string, number> = {}
const chargesOf = async (id: string) => (await stack.books()).byKey[id] ?? 0

/** A job that kiln took for failed, because KIE said so once. Callbacks stay away: they would bring the result. */
async function takenForFailed(durationMs: number): Promise<JobView> {
  const { id } = await submit(stack, imageJob('taken for failed'))
  const job = await ended(stack, id)
  expect(job).toMatchObject({ state: 'failed', attempts: 1 })
  const { charges } = await stack.books()
  await eventually(
    async () => (await stack.books()).charges.find(({ taskId }) => taskId === job.taskId)?.state,
    (state) => durationMs > 60_000 || state === 'success',
  )
  expect(charges.filter(({ key }) => key === id)).toHaveLength(1)
  return job
}
const sayFailedOnce = (durationMs: number) =>
  stack.setBehaviours([
    { match: {}, times: 1, do: { durationMs, callback: 'none', read: { failed: true, times: 1 } } },
  ])

describe('a requeue', () => {
  test('of a failed job whose task is a success at KIE adopts it, with no new charge', async () => {
    await sayFailedOnce(20_000)
    const { id } = await takenForFailed(20_000)
    const before = await stack.books()
    const answer = await requeue(id)
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'adopted', state: 'succeeded', attempts: 1, failure: null, credits: { charged: 8 } },
    })
    expect(answer.body.result?.urls[0]).toContain(stack.simulatorUrl)
    const after = await stack.books()
    expect(after.charges).toHaveLength(before.charges.length)
    expect(after.creates).toEqual(before.creates)
    expect(await figure(stack, 'kiln_credits_total{model="nano-banana-2",outcome="rescued"}')).toBe(8)
    await audit(stack, [id])
  }, 60_000)

  test('of a failed job whose task still runs puts it back under watch, to its result', async () => {
    await sayFailedOnce(200_000)
    const { id, taskId } = await takenForFailed(200_000)
    expect((await requeue(id)).body).toMatchObject({ outcome: 'resumed', state: 'running', taskId })
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', attempts: 1, taskId })
    expect(await chargesOf(id)).toBe(1)
    await audit(stack, [id])
  }, 60_000)

  test('by fifty people at once makes one attempt; 49 are told who was first, and when', async () => {
    await stack.setBehaviours([{ match: {}, times: 1, do: { durationMs: 1_000, fail: {} } }])
    const { id } = await submit(stack, imageJob('fails once'))
    expect(await ended(stack, id)).toMatchObject({ state: 'failed' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => requeue(id)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = answers.filter(({ status }) => status === 409)
    expect(refused).toHaveLength(49)
    for (const { body } of refused) {
      expect(body).toMatchObject({
        code: 'changedMeanwhile',
        lastAct: { by: 'local', act: 'requeue', at: expect.stringMatching(/^\d{4}-/) },
        detail: expect.stringContaining('local requeued it at'),
      })
    }
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', attempts: 2 })
    expect(await chargesOf(id)).toBe(2)
    twice[id] = 2
    await audit(stack, [id], twice)
    const { body } = await call<{ events: { event: string }[] }>(stack, 'GET', `/v1/jobs/${id}/events`)
    expect(body.events.filter(({ event }) => event === 'requeued')).toHaveLength(1)
    expect(await stack.db.xlen('{kiln}:audit')).toBeGreaterThan(0)
  }, 60_000)
})

test('a lost answer without a callback is bound by a person who found its task in the log of KIE', async () => {
  await stack.setBehaviours([
    { match: {}, times: 1, do: { loseAnswer: 'afterCharge', callback: 'none', durationMs: 1_000 } },
  ])
  const { id } = await submit(stack, imageJob('lost, and found in the log'))
  await eventually(
    () => show(stack, id),
    ({ state }) => state === 'unconfirmed',
  )
  const taskId = (await stack.books()).charges.find(({ key }) => key === id)!.taskId
  const other = await submit(stack, imageJob('another job [sim: durationMs=1000]'))
  const foreign = (await ended(stack, other.id)).taskId
  expect(await call(stack, 'POST', `/v1/jobs/${id}/bind`, { taskId: foreign })).toMatchObject({
    status: 409,
    body: { code: 'taskRefused' },
  })
  const bound = await call<JobView>(stack, 'POST', `/v1/jobs/${id}/bind`, { taskId })
  expect(bound).toMatchObject({ status: 200, body: { taskId, attempts: 1 } })
  expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', taskId, attempts: 1 })
  expect(await chargesOf(id)).toBe(1)
  await audit(stack, [id, other.id], twice)
}, 60_000)
