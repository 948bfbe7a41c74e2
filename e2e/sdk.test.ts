import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createKiln, KilnProblem, type ResultRow } from '@kiln/sdk'
import { eventually, imageJob } from './client.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { startStack, type Stack } from './stack.ts'

const KEY = 'a-secret-of-a-shop-that-is-long-enough'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    env: { KILN_API_KEYS: `shop:submit+read+operate:${KEY}`, KILN_QUEUE_PER_KEY: 'shop=600' },
  })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

const kilnAt = (baseUrl: string) => createKiln({ baseUrl, apiKey: KEY })
const jobs = (count: number, name: string) =>
  Array.from({ length: count }, (_, at) => ({ ...imageJob(`${name} ${at}`), customId: `${name}-${at}` }))

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

describe('the SDK against a running kiln', () => {
  test('submits a job, waits for its verdict, and finds it in the list', async () => {
    const kiln = kilnAt(stack.api.url)
    const { id } = await kiln.submit({ ...imageJob('a fox'), customId: 'one' })
    const job = await kiln.wait(id)
    expect(job).toMatchObject({ id, state: 'succeeded', result: { urls: [expect.any(String)] } })
    expect((await collect(kiln.jobs({ customId: 'one' }))).map((one) => one.id)).toEqual([id])
    await expect(kiln.cancel(id)).rejects.toMatchObject({ code: 'notCancelable', status: 409 })
  }, 60_000)

  test('tells what became of a job, and what running it again would risk', async () => {
    const kiln = kilnAt(stack.api.url)
    const { id } = await kiln.submit(imageJob('a fox'))
    const { taskId } = await kiln.wait(id)
    const { events } = await kiln.timeline(id)
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['accepted', 'succeeded']))
    const [shown, hidden] = [await kiln.receipt(id), await kiln.receipt(id, { hideInput: true })]
    expect(shown).toMatchObject({ inputHidden: false, taskIds: [taskId] })
    expect(hidden).toMatchObject({ inputHidden: true, job: { input: null } })
    expect(await kiln.receipt(id, { format: 'html' })).toMatch(/^<!doctype html>/i)
    await expect(kiln.requeue(id)).rejects.toMatchObject({
      code: 'confirmChargeNeeded',
      status: 409,
      problem: { confirm: { why: 'paid', mayHaveCost: 8, evidence: { taskId } } },
    })
    await expect(kiln.requeue(id, { attempt: 7 })).rejects.toMatchObject({ code: 'changedMeanwhile' })
    await expect(kiln.bind(id, 'another-task')).rejects.toMatchObject({ code: 'notBindable' })
    await expect(kiln.writeOff(id)).rejects.toMatchObject({ code: 'notParked' })
    expect(await kiln.requeue(id, { confirmCharge: true, attempt: 1 })).toMatchObject({ outcome: 'requeued' })
    expect(await kiln.wait(id)).toMatchObject({ state: 'succeeded', attempts: 2 })
  }, 60_000)

  test('tells what is wrong with a job, field by field', async () => {
    const bad = { model: 'nano-banana-2', input: { prompt: 'x', resolution: '9K' } }
    const error = await kilnAt(stack.api.url)
      .submit(bad)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(KilnProblem)
    expect(error).toMatchObject({
      code: 'validation',
      errors: [{ path: 'input.resolution', code: 'notOneOf' }],
    })
  })

  test('takes a batch to its results, one row a line, as the simulator has it in its books', async () => {
    const kiln = kilnAt(stack.api.url)
    const lines = [...jobs(30, 'whole'), { model: 'nano-banana-2', input: {}, customId: 'bad' }]
    const batch = await kiln.submitBatch(lines, { name: 'whole', gzip: true })
    expect(batch).toMatchObject({ name: 'whole', lines: 30, invalid: 1 })
    const looks: number[] = []
    const ended = await kiln.waitForBatch(batch.id, {
      onProgress: ({ counts }) => looks.push(counts.succeeded),
    })
    expect(ended).toMatchObject({ status: 'ended', counts: { succeeded: 30 } })
    expect(looks.at(-1)).toBe(30)
    const rows = await collect(kiln.results(batch.id))
    expect(rows.map(({ customId }) => customId)).toEqual(jobs(30, 'whole').map(({ customId }) => customId))
    const { byKey } = await stack.books()
    expect(rows.map(({ id }) => byKey[id!])).toEqual(rows.map(() => 1))
    expect(await collect(kiln.errors(batch.id))).toMatchObject([
      { line: 31, customId: 'bad', errors: [{ path: 'input.prompt', code: 'required' }] },
    ])
  }, 60_000)

  test('gets the same batch for the same key, also from five calls at once', async () => {
    const kiln = kilnAt(stack.api.url)
    const idempotencyKey = randomUUID()
    const calls = Array.from({ length: 5 }, () => kiln.submitBatch(jobs(20, 'twin'), { idempotencyKey }))
    const ids = (await Promise.all(calls)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    await expect(kiln.submitBatch(jobs(3, 'twin'), { idempotencyKey })).rejects.toMatchObject({
      code: 'idempotencyConflict',
      idempotencyKey,
    })
    await kiln.cancelBatch(ids[0]!)
  }, 60_000)

  test('reads results through connections cut in the middle: every row exactly once', async () => {
    const batch = await kilnAt(stack.api.url).submitBatch(jobs(500, 'cut'))
    await kilnAt(stack.api.url).cancelBatch(batch.id)
    const proxy = await startCuttingProxy(stack.api.url, [1_000, 50_000, 10, 33_333])
    const rows: ResultRow[] = await collect(kilnAt(proxy.url).results(batch.id))
    expect(proxy.cuts()).toBe(4)
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 500 }, (_, at) => at + 1))
    expect(new Set(rows.map(({ customId }) => customId)).size).toBe(500)
    await proxy.close()
  }, 60_000)

  test('submits through a connection that is cut before the answer, and there is one batch', async () => {
    const proxy = await startCuttingProxy(stack.api.url, [0, 100])
    const batch = await kilnAt(proxy.url).submitBatch(jobs(5, 'lost'), { name: 'lost' })
    expect(proxy.cuts()).toBe(2)
    const named = (await collect(kilnAt(stack.api.url).batches())).filter(({ name }) => name === 'lost')
    expect(named.map(({ id }) => id)).toEqual([batch.id])
    await proxy.close()
  }, 60_000)

  test('waits out a 429 of a full queue as Retry-After says', async () => {
    const kiln = kilnAt(stack.api.url)
    const full = await kiln.submitBatch(jobs(550, 'full'))
    const refused = kilnAt(stack.api.url)
    const statuses: number[] = []
    const watching = createKiln({
      baseUrl: stack.api.url,
      apiKey: KEY,
      fetch: async (...args) => {
        const response = await fetch(...args)
        statuses.push(response.status)
        if (response.status === 429) await refused.cancelBatch(full.id)
        return response
      },
    })
    const batch = await watching.submitBatch(jobs(100, 'later'))
    expect(statuses).toEqual([429, 202])
    await kiln.cancelBatch(batch.id)
  }, 60_000)

  test('goes on waiting and reading while the API is restarted', async () => {
    const kiln = kilnAt(stack.api.url)
    const batch = await kiln.submitBatch(jobs(120, 'restart'))
    const began = new Promise<void>((resolve) => {
      void eventually(
        () => kiln.batch(batch.id),
        ({ counts }) => counts.succeeded > 0,
      ).then(() => resolve())
    })
    const waiting = kiln.waitForBatch(batch.id)
    await began
    await stack.api.stop()
    await stack.startApi()
    expect(await waiting).toMatchObject({ status: 'ended', counts: { succeeded: 120 } })
    expect(await collect(kiln.results(batch.id, { state: 'succeeded' }))).toHaveLength(120)
  }, 90_000)
})
