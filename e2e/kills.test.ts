import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { audit } from './audit.ts'
import { ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 0, callbacks: false, env: { KILN_SUBMIT_LIMIT: '5/10s' } })
}, 60_000)
afterEach(() => Promise.all(stack.workers.splice(0).map((worker) => worker.stop())), 30_000)
afterAll(() => stack.stop(), 30_000)

/** Whether KIE is told where to call back is a matter of the worker that submits. */
const withCallbacks = () => ({ KIE_CALLBACK_URL: stack.api.url })
const charged = (key: string) =>
  eventually(
    () => stack.books(),
    ({ byKey }) => byKey[key] === 1,
  )

describe('a worker killed with SIGKILL', () => {
  test('between the charge and its answer leaves a job that its callback binds, charged once', async () => {
    await stack.startWorker(withCallbacks())
    // KIE takes the task and answers so late that the worker dies waiting.
    await stack.setBehaviours([{ match: {}, times: 1, do: { delayAnswerMs: 20_000, durationMs: 60_000 } }])
    const { id } = await submit(stack, imageJob('killed in mid-submit'))
    await charged(id)
    stack.workers[0]!.kill('SIGKILL')
    await stack.workers[0]!.exited
    expect(await show(stack, id)).toMatchObject({ state: 'submitting', taskId: null })

    await stack.startWorker(withCallbacks())
    const job = await ended(stack, id)
    expect(job).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect((await stack.books()).byKey[id]).toBe(1)
    await audit(stack, [id])
  }, 90_000)

  test('between the charge and its answer, without callbacks, leaves a job for a person, never a second charge', async () => {
    await stack.startWorker()
    await stack.setBehaviours([{ match: {}, times: 1, do: { delayAnswerMs: 20_000, durationMs: 20_000 } }])
    const { id } = await submit(stack, imageJob('killed in mid-submit #job:lonely'))
    await charged('lonely')
    stack.workers[0]!.kill('SIGKILL')
    await stack.workers[0]!.exited

    await stack.startWorker()
    expect(await ended(stack, id)).toMatchObject({
      state: 'parked',
      parked: { reason: 'noAnswer' },
      attempts: 1,
    })
    expect((await stack.books()).byKey['lonely']).toBe(1)
    await audit(stack, [id])
  }, 90_000)

  test('in mid-watch leaves jobs that another worker reads to their end, charged once', async () => {
    await stack.startWorker()
    const jobs = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        submit(stack, imageJob(`watched [sim: durationMs=80000] #job:w${i}`)),
      ),
    )
    const ids = jobs.map(({ id }) => id)
    await eventually(
      () => show(stack, ids.at(-1)!),
      ({ polls }) => polls >= 2,
    )
    stack.workers[0]!.kill('SIGKILL')
    await stack.workers[0]!.exited
    await stack.startWorker()
    for (const id of ids) expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', attempts: 1 })
    await audit(stack, ids)
  }, 90_000)
})

test('every key of BullMQ deleted in mid-run: every job still ends, charged once', async () => {
  await Promise.all([stack.startWorker(withCallbacks()), stack.startWorker(withCallbacks())])
  const chargesOf = async (ids: string[]) => {
    const { charges } = await stack.books()
    return charges.filter(({ key }) => ids.includes(key)).length
  }
  const jobs = await Promise.all(
    Array.from({ length: 30 }, (_, i) => submit(stack, imageJob(`wiped ${i} [sim: durationMs=10000]`))),
  )
  const ids = jobs.map(({ id }) => id)
  const wipe = async () => {
    const keys = await stack.db.keys('{kiln}:q:*')
    if (keys.length > 0) await stack.db.del(...keys)
    return keys.length
  }
  let wiped = 0
  for (const share of [5, 10, 20]) {
    await eventually(
      () => chargesOf(ids),
      (count) => count >= share,
    )
    wiped += await wipe()
  }
  expect(wiped).toBeGreaterThan(0)
  for (const id of ids) expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', attempts: 1 })
  expect(await chargesOf(ids)).toBe(30)
  await audit(stack, ids)
}, 120_000)
