import { describe, expect, test } from '@jest/globals'
import { keepState } from '../testing/go-back.ts'
import { ledgerUnderTest, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { nextStepOf } from './bulk-record.ts'
import { created, failedJob, requeued } from './bulk.test.kit.ts'

const own = usePrivateRedis()

/** As if its time were over: nobody here waits for it. */
const leaseRunsOut = ({ prefix }: LedgerUnderTest) => own.redis.del(`${prefix}:bulkLane:requeue`)

describe('of two workers', () => {
  test('one alone has a bulk requeue at a time, however many there are: they share half a read meter', async () => {
    const under = ledgerUnderTest(own.redis)
    await failedJob(under)
    const [one, other] = [await created(under), await created(under)]
    const { bulk } = under.ledger
    const first = (await bulk.claim('requeue', 1))!
    expect(await bulk.claim('requeue', 1)).toBeNull()
    await bulk.note(first.bulk.id, first.lease, { status: 'running', againInMs: 0 })
    const second = (await bulk.claim('requeue', 1))!
    expect(new Set([first.bulk.id, second.bulk.id])).toEqual(new Set([one.id, other.id]))
  })

  test('the one whose lease has run out changes nothing of what the other decided', async () => {
    const under = ledgerUnderTest(own.redis)
    await failedJob(under)
    const { id } = await created(under, { canary: 1 })
    const { bulk } = under.ledger
    const slow = (await bulk.claim('requeue', 1))!
    await leaseRunsOut(under)
    const quick = (await bulk.claim('requeue', 1))!
    expect(quick.bulk.id).toBe(id)
    expect(await bulk.note(id, quick.lease, { status: 'running' })).toBe('noted')
    expect(await bulk.note(id, slow.lease, { status: 'canary' })).toBe('late')
    expect(await bulk.note(id, slow.lease, { againInMs: 0 })).toBe('late')
    expect(await bulk.read(id)).toMatchObject({ status: 'running' })
    expect(await bulk.claim('requeue', 1)).toBeNull()
  })

  test('a third takes over what a dead one had claimed, after the others had their turn', async () => {
    const under = ledgerUnderTest(own.redis, { readLeaseMs: 1 })
    await failedJob(under)
    const { id } = await created(under)
    await under.ledger.bulk.claim('requeue', 1)
    await leaseRunsOut(under)
    expect(await under.ledger.bulk.claim('requeue', 1)).toMatchObject({ bulk: { id }, lease: 2 })
  })
})

test('a bulk requeue waits while a Redis that restarted hears how far each worker remembers', async () => {
  const under = ledgerUnderTest(own.redis, { restartHoldMs: 600_000 })
  await failedJob(under)
  const { id } = await created(under)
  await own.redis.hset(`${under.prefix}:ledger`, 'runId', 'of the one before')
  expect(await under.ledger.bulk.claim('requeue', 1)).toBeNull()
  await under.ledger.resume('submit')
  expect(await under.ledger.bulk.claim('requeue', 1)).toMatchObject({ bulk: { id }, isFrozen: false })
})

test('a Redis that went back in time stops a bulk requeue: some of its jobs may have been run again', async () => {
  const under = ledgerUnderTest(own.redis)
  const jobs = [await failedJob(under), await failedJob(under)]
  const { id } = await created(under)
  const goBack = await keepState(own.redis, under.prefix)
  await requeued(under, jobs[0]!, id)
  await under.ledger.feed()
  expect(await under.ledger.begin(jobs[0]!, 'second')).toMatchObject({ kind: 'go' })
  await goBack()
  const claimed = (await under.ledger.bulk.claim('requeue', 10))!
  expect(claimed).toMatchObject({ isFrozen: true, jobs })
  const step = nextStepOf(claimed.bulk, claimed.isFrozen)
  expect(step).toEqual({ kind: 'end', status: 'stopped', why: 'rolledBack' })
})
