import { describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import { ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { newKey } from '../testing/batches.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { note, succeeded } from '../testing/reads.ts'
import type { NewRequeue, RequeueRecord } from './bulk-record.ts'

const own = usePrivateRedis()
const ID = 'requeue_0123456789abcdef01234567'
const FILTER = { class: 'generationFailed' } as const

let tasks = 0
async function failedJob({ ledger }: LedgerUnderTest): Promise<string> {
  const task = await running(ledger, `task-${tasks++}`)
  const failure = { class: 'generationFailed', code: '501', message: 'gave up', charged: 'no' } as const
  await ledger.recordRead(task, note({ event: 'failed', failure, creditsConsumed: 0 }))
  return task.id
}

/** As a release before bulk acts writes it, one job of it sent already. */
async function begunBefore(under: LedgerUnderTest, sent: string, left: readonly string[]): Promise<void> {
  const key = (name: string) => `${under.prefix}:${name}`
  await own.redis.hset(key(`requeue:${ID}`), {
    id: ID,
    seq: 90,
    createdAt: Date.now(),
    found: left.length + 1,
    status: 'running',
    tenant: 'acme',
    by: 'ann',
    filter: JSON.stringify(FILTER),
    canary: 0,
    stopAfter: 20,
    confirmCharge: 'false',
    'did:requeued': 1,
  })
  for (const [at, job] of left.entries()) await own.redis.zadd(key(`requeueTodo:${ID}`), at + 1, job)
  await own.redis.zadd(key('requeueWork'), Date.now() + 60_000, ID)
  const found = (await under.ledger.acts.read(sent))!
  await under.ledger.acts.requeue(found, { by: 'ann', confirmed: false, edited: null, charged: null })
  await own.redis.hset(key(`job:${sent}`), 'requeue', ID, 'requeueClass', FILTER.class)
}
/** As a release before bulk acts tells what became of a job, whoever had it sent. */
async function toldBefore({ prefix }: LedgerUnderTest, job: string, id: string): Promise<void> {
  await own.redis.hdel(`${prefix}:job:${job}`, 'requeue', 'requeueClass')
  await own.redis.hincrby(`${prefix}:requeue:${id}`, 'out:returned', 1)
}
async function requeued({ ledger }: LedgerUnderTest, job: string, id: string) {
  const bulk = { id, outcome: 'requeued', class: FILTER.class } as const
  const found = (await ledger.acts.read(job))!
  return ledger.acts.requeue(found, { by: 'ann', bulk, confirmed: false, edited: null, charged: null })
}
async function comesTo({ ledger }: LedgerUnderTest, id: string, decision: ReadDecision): Promise<void> {
  await ledger.feed()
  const attempt = await ledger.begin(id, 'second')
  if (attempt.kind !== 'go') throw new Error(attempt.kind)
  const taskId = `again-${tasks++}`
  await ledger.recordAnswer({ id, attempt: attempt.attempt }, { event: 'bound', taskId }, {})
  await ledger.recordRead({ id, attempt: attempt.attempt, taskId, hintsSeen: 0 }, note(decision))
}
const leaseRunsOut = ({ prefix }: LedgerUnderTest) => own.redis.del(`${prefix}:bulkLane:requeue`)

describe('a bulk requeue that a former release began', () => {
  test('is shown before anybody has taken it over', async () => {
    const under = ledgerUnderTest(own.redis)
    const [sent, left] = [await failedJob(under), await failedJob(under)]
    await begunBefore(under, sent, [left])
    const shown = { id: ID, act: 'requeue', status: 'running', found: 2, left: 1, did: { requeued: 1 } }
    expect(await under.ledger.bulk.read(ID)).toMatchObject(shown)
  })

  test('is taken over as it stands and comes to its end, and the former release finds nothing there', async () => {
    const under = ledgerUnderTest(own.redis)
    const [sent, left] = [await failedJob(under), await failedJob(under)]
    await begunBefore(under, sent, [left])
    const claim = await under.ledger.bulk.claim('requeue', 10)
    expect(claim).toMatchObject({ bulk: { id: ID, by: 'ann', filter: FILTER, left: 1 }, jobs: [left] })
    const theirs = ['requeueWork', `requeue:${ID}`, `requeueTodo:${ID}`]
    expect(await own.redis.exists(theirs.map((name) => `${under.prefix}:${name}`))).toBe(0)
    expect(await requeued(under, left, ID)).toMatchObject({ kind: 'done' })
    await comesTo(under, sent, succeeded)
    await comesTo(under, left, succeeded)
    expect(await under.ledger.bulk.read(ID)).toMatchObject({
      left: 0,
      did: { requeued: 2 },
      out: { succeeded: 2, lost: 0 },
    })
    expect((await under.ledger.bulk.list('requeue', 'acme', 5)).bulks).toMatchObject([{ id: ID }])
  })

  test('counts each job once where a worker of the former release tells its end', async () => {
    const under = ledgerUnderTest(own.redis)
    const [sent, left] = [await failedJob(under), await failedJob(under)]
    await begunBefore(under, sent, [left])
    await under.ledger.bulk.claim('requeue', 10)
    await requeued(under, left, ID)
    for (const job of [sent, left]) await toldBefore(under, job, ID)
    for (let n = 0; n < 2; n++) {
      await leaseRunsOut(under)
      expect(await under.ledger.bulk.claim('requeue', 10)).toMatchObject({
        bulk: { out: { returned: 2, lost: 0 } },
      })
    }
  })

  test('can be aborted while workers of the former release alone are there', async () => {
    const under = ledgerUnderTest(own.redis)
    const [sent, left] = [await failedJob(under), await failedJob(under)]
    await begunBefore(under, sent, [left])
    await under.ledger.bulk.abort(ID, 'bob')
    expect(await under.ledger.bulk.read(ID)).toMatchObject({ status: 'aborted', abortedBy: 'bob', left: 1 })
    expect(await requeued(under, left, ID)).toMatchObject({ kind: 'stale' })
    expect(await under.ledger.bulk.claim('requeue', 10)).toBeNull()
  })
})

test('a bulk requeue of this release hears of jobs whose end a worker of the former one tells', async () => {
  const under = ledgerUnderTest(own.redis)
  const jobs = [await failedJob(under), await failedJob(under), await failedJob(under)]
  const wish = { act: 'requeue', tenant: 'acme', by: 'ann', filter: FILTER, limit: null } as const
  const whole: NewRequeue = { ...wish, canary: 0, stopAfter: 20, confirmCharge: false }
  const made = await under.ledger.bulk.create(whole, newKey())
  if (made.kind === 'conflict') throw new Error('conflict')
  const { id } = made.bulk
  for (const job of jobs) await requeued(under, job, id)
  await toldBefore(under, jobs[0]!, id)
  await own.redis.del(`${under.prefix}:job:${jobs[1]!}`)
  for (let n = 0; n < 2; n++) {
    const claim = await under.ledger.bulk.claim('requeue', 10)
    expect((claim!.bulk as RequeueRecord).out).toMatchObject({ returned: 1, lost: 1, succeeded: 0 })
    await leaseRunsOut(under)
  }
  expect(await own.redis.exists(`${under.prefix}:requeue:${id}`)).toBe(0)
})
