import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { atOnce } from '@kiln/local'
import type { BatchView, JobPageView } from '@kiln/contract'
import { call, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

/** The full measure is 500: five times as many jobs as the budget pays for. */
const JOBS = process.env['TEST_LARGE'] === '1' ? 500 : 50
const PAID = JOBS / 5
/** What each of them costs. */
const CREDITS = 8
const KEYS = { day: 'the-secret-of-the-day', batch: 'the-secret-of-the-batch' }
const as = (name: keyof typeof KEYS) => ({ authorization: `Bearer ${KEYS[name]}` })

let stack: Stack
let apis: Pick<Stack, 'api'>[]
beforeAll(async () => {
  const keys = Object.entries(KEYS).map(([name, secret]) => `${name}:submit+read+operate:${secret}`)
  stack = await startStack({
    workers: 3,
    callbacks: false,
    env: {
      KILN_API_KEYS: keys.join(','),
      KILN_BUDGET_PER_DAY: `day=${PAID * CREDITS}`,
      KILN_SUBMIT_LIMIT: '1000/10s',
      KILN_POLL_LIMIT: '100/1s',
      // A day must not end in between.
      KILN_SPEED: '1',
    },
    simulatorEnv: { KILN_SPEED: '1' },
  })
  // Nothing but the budgets holds them back.
  await stack.setFaults({ submitLimit: { max: 1_000, windowMs: 10_000 } })
  apis = [stack, { api: await stack.addApi() }, { api: await stack.addApi() }]
}, 60_000)
afterAll(() => stack.stop(), 30_000)

/** One in ten fails and is not charged: what it had reserved pays for another. */
const job = (name: string, n: number) =>
  imageJob(`a cat #job:${name}-${n} [sim: durationMs=200${n % 10 === 9 ? ', fail=501' : ''}]`)

/** How many of them were charged, by KIE's own books. */
async function charged(name: string): Promise<number> {
  const { charges } = await stack.books()
  const own = charges.filter(({ key }) => key?.startsWith(`${name}-`))
  return own.filter(({ credits }) => credits > 0).length
}

test(`of ${JOBS} jobs sent at once through three APIs, exactly the ${PAID} are charged that the day's budget of their key pays for`, async () => {
  const numbers = Array.from({ length: JOBS }, (_, n) => n)
  await atOnce(JOBS, numbers, (n) => submit(apis[n % apis.length]!, job('day', n), as('day')))
  const waiting = async () => {
    const page = await call<JobPageView>(stack, 'GET', '/v1/jobs?state=running&limit=1', undefined, as('day'))
    return { running: page.body.jobs.length, charged: await charged('day') }
  }
  await eventually(waiting, (now) => now.charged >= PAID && now.running === 0)
  const { body } = await call<JobPageView>(
    stack,
    'GET',
    '/v1/jobs?state=queued&limit=1',
    undefined,
    as('day'),
  )
  expect(body.jobs[0]?.waitingFor).toMatchObject({ gate: 'budget' })
  expect(await charged('day')).toBe(PAID)
}, 120_000)

test(`of a batch of ${JOBS} lines posted five times at once through three APIs, exactly the ${PAID} are charged that its budget pays for`, async () => {
  const lines = Array.from({ length: JOBS }, (_, n) => JSON.stringify(job('batch', n))).join('\n')
  const headers = { ...as('batch'), 'content-type': 'application/x-ndjson', 'idempotency-key': randomUUID() }
  const post = (n: number) =>
    call<BatchView>(apis[n % apis.length]!, 'POST', `/v1/batches?budget=${PAID * CREDITS}`, lines, headers)
  const answers = await Promise.all([0, 1, 2, 3, 4].map(post))
  const accepted = answers.filter(({ status }) => status === 202)
  expect(new Set(accepted.map(({ body }) => body.id)).size).toBe(1)
  expect(answers.filter(({ status }) => status !== 202 && status !== 409)).toEqual([])
  const self = accepted[0]!.body.links.self
  const held = await eventually(
    async () => (await call<BatchView>(stack, 'GET', self, undefined, as('batch'))).body,
    ({ status, counts }) => status === 'held' && counts.succeeded >= PAID,
  )
  expect(held).toMatchObject({
    waitingFor: { gate: 'budget' },
    counts: { succeeded: PAID },
    budget: { used: PAID * CREDITS },
    credits: { charged: PAID * CREDITS, held: 0 },
  })
  expect(await charged('batch')).toBe(PAID)
}, 120_000)
