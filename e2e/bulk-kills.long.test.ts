import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BatchView, BulkCancelView, BulkRequeueView, JobView } from '@kiln/contract'
import { audit } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 1 })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

const FAIL = { durationMs: 1_000, fail: { failCode: '422', failMsg: 'flagged as sensitive' } }

async function failures(count: number): Promise<JobView[]> {
  await stack.setBehaviours([{ match: {}, times: count, do: FAIL }])
  const made = await Promise.all(
    Array.from({ length: count }, (_, n) => submit(stack, imageJob(`take ${n}`))),
  )
  const jobs = await Promise.all(made.map(({ id }) => ended(stack, id)))
  expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['failed']))
  await stack.setBehaviours([])
  return jobs
}
const begin = async <View>(path: string, body: object) =>
  (await call<View>(stack, 'POST', path, body, { 'idempotency-key': randomUUID() })).body
const pause = () => call(stack, 'POST', '/v1/system/pause', { scope: 'submit' })
const endWorkers = () => Promise.all(stack.workers.splice(0).map((worker) => worker.stop()))
const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null
const follow = <View>(path: string, isRight: (view: View) => boolean) =>
  eventually(async () => (await call<View>(stack, 'GET', path)).body, isRight, 120_000)

/** Each of these ends the worker that has a slice: before anything of it, in its midst, and after all of it. */
const DEATHS = ['slice.after=kill@1', 'listed.after=kill@3', 'note.before=kill@2']

/** One worker after the other dies of its plan; the last one has none. */
async function dieInTurn(deaths: readonly string[]): Promise<void> {
  for (const plan of deaths) {
    const worker = await stack.startWorker({ KILN_FAIL_POINTS: plan })
    await worker.exited
    expect(worker.output()).toContain(`"point":"${plan.split('=')[0]}"`)
  }
  await stack.startWorker()
}

test('a bulk requeue whose workers are killed at every step ends, and pays for each job once', async () => {
  const jobs = await failures(12)
  // With nothing on the wire a kill can cost no answer, so that every job must succeed.
  await pause()
  await endWorkers()
  const made = await begin<BulkRequeueView>('/v1/requeues', { filter: { class: 'contentRefused' } })
  expect(made.counts.found).toBe(12)
  await dieInTurn(DEATHS)
  await call(stack, 'POST', '/v1/system/resume', { scope: 'submit' })
  expect(await follow<BulkRequeueView>(made.links.self, isOver)).toMatchObject({
    status: 'done',
    counts: { found: 12, left: 0, requeued: 12, adopted: 0, resumed: 0, skipped: {} },
  })
  const twice: Record<string, number> = {}
  for (const { id } of jobs) {
    twice[id] = 2
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', attempts: 2 })
  }
  const { byKey } = await stack.books()
  expect(jobs.map(({ id }) => byKey[id])).toEqual(jobs.map(() => 2))
  await audit(
    stack,
    jobs.map(({ id }) => id),
    twice,
  )
}, 240_000)

test('a bulk cancel whose workers are killed cancels what was queued for nothing, and marks what runs', async () => {
  await stack.setBehaviours([{ match: {}, do: { durationMs: 6_000_000 } }])
  const { id: runs } = await submit(stack, imageJob('long'))
  await eventually(
    () => show(stack, runs),
    ({ state }) => state === 'running',
  )
  await pause()
  const queued = await Promise.all(
    Array.from({ length: 30 }, (_, n) => submit(stack, imageJob(`waits ${n}`))),
  )
  await endWorkers()
  const made = await begin<BulkCancelView>('/v1/cancels', { filter: { model: 'nano-banana-2' } })
  await dieInTurn(['slice.after=kill@1', 'listed.after=kill@7'])
  const over = await follow<BulkCancelView>(made.links.self, isOver)
  expect(over).toMatchObject({ status: 'done', counts: { found: 31, left: 0, canceled: 30, requested: 1 } })
  const { byKey } = await stack.books()
  for (const { id } of queued) {
    expect(await show(stack, id)).toMatchObject({ state: 'canceled', attempts: 0 })
    expect(byKey[id]).toBeUndefined()
  }
  expect(await show(stack, runs)).toMatchObject({
    state: expect.stringMatching(/running|late/),
    cancelRequestedAt: expect.any(String),
  })
}, 240_000)

/** More than one slice of a list looks at. */
const MANY = 600

test('a bulk cancel whose workers are killed while they list its jobs leaves none out, and none is there twice', async () => {
  await pause()
  await stack.startWorker()
  const lines = Array.from({ length: MANY }, (_, n) => JSON.stringify(imageJob(`many ${n}`))).join('\n')
  const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': randomUUID() }
  const batch = (await call<BatchView>(stack, 'POST', '/v1/batches', lines, headers)).body
  await follow<BatchView>(`/v1/batches/${batch.id}`, ({ expandedAt }) => expandedAt !== null)
  await endWorkers()
  const made = await begin<BulkCancelView>('/v1/cancels', { filter: { batch: batch.id } })
  expect(made.status).toBe('listing')
  await dieInTurn(['slice.after=kill@1', 'enlist.after=kill@1', 'listed.after=kill@7'])
  expect(await follow<BulkCancelView>(made.links.self, isOver)).toMatchObject({
    status: 'done',
    counts: { found: MANY, left: 0, canceled: MANY, requested: 0, skipped: {} },
  })
  expect((await call<BatchView>(stack, 'GET', `/v1/batches/${batch.id}`)).body.counts).toMatchObject({
    canceled: MANY,
    queued: 0,
  })
}, 240_000)
