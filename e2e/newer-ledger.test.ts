import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ended, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
}, 60_000)
afterAll(() => stack.stop(), 30_000)

test('a worker that a newer release has taken the ledger from ends and says why, and no older one begins', async () => {
  const { id } = await submit(stack, imageJob('made before [sim: durationMs=1000]'))
  await ended(stack, id)
  await stack.db.hset('{kiln}:ledger', 'schema', 99)
  const [worker] = stack.workers
  expect(await worker!.exited).toMatchObject({ code: 1 })
  expect(worker!.output()).toMatch(/contractBroken.*schema 99/)

  await expect(stack.startWorker()).rejects.toThrow(/ended \(exit code 1\)[\s\S]*the ledger is of schema 99/)
  await expect(stack.addApi()).rejects.toThrow(/ended \(exit code 1\)[\s\S]*the ledger is of schema 99/)

  await stack.db.hset('{kiln}:ledger', 'schema', 1)
  await stack.startWorker()
  await eventually(
    async () => (await fetch(`${stack.api.url}/readyz`)).ok,
    (isReady) => isReady,
  )
  const next = await submit(stack, imageJob('made after [sim: durationMs=1000]'))
  expect(await ended(stack, next.id)).toMatchObject({ state: 'succeeded' })
}, 60_000)
