import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { audit } from './audit.ts'
import { ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ env: { KILN_POLL_DEADLINE: '40s' } })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

test('a task slower than the limit is late meanwhile, then collected, and charged once', async () => {
  const { id } = await submit(stack, imageJob('a slow one [sim: durationMs=150000]'))
  const late = await eventually(
    () => show(stack, id),
    ({ state }) => state === 'late',
  )
  expect(late).toMatchObject({ attempts: 1, result: null, failure: null, finishedAt: null })
  const job = await ended(stack, id)
  expect(job).toMatchObject({ state: 'succeeded', attempts: 1 })
  expect(job.polls).toBeGreaterThanOrEqual(late.polls)
  expect((await stack.books()).byKey).toEqual({ [id]: 1 })
  await audit(stack, [id])
}, 60_000)

test('a task that KIE forgets is parked for a person, and never sent again', async () => {
  const { id } = await submit(stack, imageJob('forgotten [sim: durationMs=600000] [sim: vanishAfterMs=1000]'))
  expect(await ended(stack, id)).toMatchObject({
    state: 'parked',
    parked: { reason: 'taskVanished' },
    attempts: 1,
  })
  expect((await stack.books()).byKey[id]).toBe(1)
}, 60_000)
