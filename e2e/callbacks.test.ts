import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { audit, figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 1 })
}, 60_000)
afterAll(() => stack.stop(), 30_000)
beforeEach(() => stack.setBehaviours([]))

/** The token of a job's attempt: only a test reads it from Redis. */
async function tokenOf(id: string, attempt = 1): Promise<string> {
  const secret = await stack.db.hget(`{kiln}:job:${id}`, `secret:${attempt}`)
  return `${id}-${attempt}-${secret}`
}

const success = (taskId: string) => ({
  code: 200,
  msg: 'success',
  data: { taskId, state: 'success', resultJson: '{"resultUrls":["https://evil.example/forged.png"]}' },
})

describe('a callback', () => {
  test('before the createTask answer leaves one task and one charge', async () => {
    await stack.setBehaviours([
      { match: {}, do: { callback: 'beforeAnswer', delayAnswerMs: 8_000, durationMs: 1_000 } },
    ])
    const { id } = await submit(stack, imageJob('an early callback'))
    const job = await ended(stack, id)
    expect(job).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect(job.result?.urls[0]).toContain(stack.simulatorUrl)
    await audit(stack, [id])
  }, 60_000)

  test('that comes twice ends the job once', async () => {
    await stack.setBehaviours([{ match: {}, do: { callback: 'duplicate', durationMs: 20_000 } }])
    const { id } = await submit(stack, imageJob('a callback twice'))
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
    const { body } = await call<{ events: { event: string }[] }>(stack, 'GET', `/v1/jobs/${id}/events`)
    expect(body.events.filter(({ event }) => event === 'succeeded')).toHaveLength(1)
    await audit(stack, [id])
  }, 60_000)

  test('that claims a success KIE does not confirm changes nothing', async () => {
    const { id } = await submit(stack, imageJob('patience [sim: durationMs=60000]'))
    const { taskId } = await eventually(
      () => show(stack, id),
      ({ state }) => state === 'running',
    )
    const token = await tokenOf(id)
    const pollsBefore = (await show(stack, id)).polls
    for (const body of [success(taskId!), success('task-of-somebody-else'), '{"cut', {}, []]) {
      expect(await call(stack, 'POST', `/callbacks/kie/${token}`, body)).toMatchObject({ status: 200 })
    }
    await eventually(
      () => show(stack, id),
      ({ polls }) => polls > pollsBefore,
    )
    expect(await show(stack, id)).toMatchObject({ state: 'running', result: null, taskId })
    const job = await ended(stack, id)
    expect(JSON.stringify(job.result)).not.toContain('evil.example')
    await audit(stack, [id])
  }, 60_000)

  test('on a right token with a foreign task never binds it', async () => {
    const victim = await submit(stack, imageJob('the task of another job [sim: durationMs=1000]'))
    const { taskId } = await ended(stack, victim.id)
    await stack.setBehaviours([{ match: {}, times: 1, do: { loseAnswer: 'beforeCharge' } }])
    const { id } = await submit(stack, imageJob('an answer that was lost'))
    await eventually(
      () => show(stack, id),
      ({ state }) => state === 'unconfirmed',
    )
    await call(stack, 'POST', `/callbacks/kie/${await tokenOf(id)}`, success(taskId!))
    await eventually(
      () => stack.db.zcard('{kiln}:hinted'),
      (count) => count === 0,
    )
    expect(await show(stack, id)).toMatchObject({ state: 'unconfirmed', taskId: null })
  }, 60_000)

  test.each([
    ['a forged secret', (id: string) => `${id}-1-AAAAAAAAAAAAAAAAAAAAAA`],
    ['an unknown job', () => 'job_000000000000000000000000-1-AAAAAAAAAAAAAAAAAAAAAA'],
    ['a token that is none', () => '..%2f..%2fetc'],
    ['a very long token', () => 'x'.repeat(5_000)],
  ])(
    'with %s gets 200 or a plain refusal, and changes nothing',
    async (_name, tokenFor) => {
      const { id } = await submit(stack, imageJob('untouched [sim: durationMs=30000]'))
      await eventually(
        () => show(stack, id),
        ({ state }) => state === 'running',
      )
      const before = await stack.db.hget(`{kiln}:job:${id}`, 'hints')
      const { status } = await call(stack, 'POST', `/callbacks/kie/${tokenFor(id)}`, success('x'))
      expect(status).toBeLessThan(500)
      expect(await stack.db.hget(`{kiln}:job:${id}`, 'hints')).toBe(before)
      expect(await figure(stack, 'kiln_jobs_unaccounted')).toBe(0)
    },
    60_000,
  )
})
