import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BulkRequeueView, FailurePageView, JobView, RequeuePlanView } from '@kiln/contract'
import { audit } from './audit.ts'
import { call, ended, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 2 })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

const FAIL = { durationMs: 1_000, fail: { failCode: '422', failMsg: 'flagged as sensitive: take 7' } }
/** Each job is sent once more at most. */
const twice: Record<string, number> = {}

async function failures(count: number): Promise<JobView[]> {
  await stack.setBehaviours([{ match: {}, times: count, do: FAIL }])
  const made = await Promise.all(
    Array.from({ length: count }, (_, n) => submit(stack, imageJob(`take ${n}`))),
  )
  const jobs = await Promise.all(made.map(({ id }) => ended(stack, id)))
  expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['failed']))
  return jobs
}
const groups = async () => (await call<FailurePageView>(stack, 'GET', '/v1/failures')).body.failures
const requeue = async (body: object) =>
  (await call<BulkRequeueView>(stack, 'POST', '/v1/requeues', body, { 'idempotency-key': randomUUID() })).body
const over = (id: string) =>
  eventually(
    async () => (await call<BulkRequeueView>(stack, 'GET', `/v1/requeues/${id}`)).body,
    ({ status }) => !['planned', 'canary', 'running'].includes(status),
  )

test('a cause of thirty failures is requeued behind its canary, one new attempt for each', async () => {
  const jobs = await failures(30)
  await stack.setBehaviours([])
  const [group, ...others] = await groups()
  expect(others).toEqual([])
  expect(group).toMatchObject({ message: 'flagged as sensitive: take #', count: 30 })
  const filter = { cause: group!.cause }
  const plan = await call<RequeuePlanView>(stack, 'POST', '/v1/requeues', { filter, dryRun: true })
  expect(plan.body).toMatchObject({
    matching: 30,
    eligible: 30,
    askedFirst: 30,
    credits: { min: 240, max: 240 },
  })

  const { id } = await requeue({ filter, canary: 3 })
  const canary = await eventually(
    async () => (await call<BulkRequeueView>(stack, 'GET', `/v1/requeues/${id}`)).body,
    ({ status, counts }) => status !== 'planned' && counts.requeued > 0,
  )
  if (canary.status === 'canary') expect(canary.counts.requeued).toBeLessThanOrEqual(3)
  expect(await over(id)).toMatchObject({
    status: 'done',
    counts: { found: 30, left: 0, requeued: 30, skipped: {}, outcomes: { succeeded: 30, open: 0 } },
  })
  expect(await groups()).toEqual([])
  for (const job of jobs) {
    twice[job.id] = 2
    expect(await ended(stack, job.id)).toMatchObject({ state: 'succeeded' })
  }
  await audit(
    stack,
    jobs.map((job) => job.id),
    twice,
  )
}, 120_000)

test('a canary that fails ends it, and the rest is left alone', async () => {
  const jobs = await failures(10)
  await stack.setBehaviours([{ match: {}, do: FAIL }])
  const { id } = await requeue({ filter: { class: 'contentRefused' }, canary: 3 })
  const stopped = await over(id)
  expect(stopped).toMatchObject({
    status: 'stopped',
    why: 'canaryFailed',
    counts: { found: 10, left: 7, requeued: 3 },
  })
  await eventually(groups, ([group]) => group?.count === 10)
  const { byKey } = await stack.books()
  expect(jobs.map((job) => byKey[job.id] ?? 0).toSorted((one, other) => one - other)).toEqual([
    1, 1, 1, 1, 1, 1, 1, 2, 2, 2,
  ])
}, 120_000)

test('failures that come back as they were end it, with a bounded number under way', async () => {
  await stack.setBehaviours([])
  const before = (await groups())[0]!.count
  await failures(30)
  await stack.setBehaviours([{ match: {}, do: FAIL }])
  const { id } = await requeue({ filter: { class: 'contentRefused' }, stopAfter: 2 })
  const stopped = await over(id)
  expect(stopped).toMatchObject({
    status: 'stopped',
    why: 'sameClassReturned',
    counts: { found: before + 30 },
  })
  expect(stopped.counts.outcomes.returned).toBeGreaterThan(2)
  expect(stopped.counts.requeued).toBeLessThanOrEqual(30)
  expect(stopped.counts.left).toBeGreaterThan(0)
}, 120_000)
