import { describe, expect, test } from '@jest/globals'
import { begun, ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failedJob, plain, seen } from './acts.test.kit.ts'
import { seenOf } from './acts.ts'

const own = usePrivateRedis()

const person = async (under: LedgerUnderTest, id: string) => {
  const job = seenOf((await seen(under, id)).job)
  return (asker: string) => under.ledger.acts.takeRead(job, asker, 5_000)
}

describe('a person who asks KIE', () => {
  test('takes a place in the read meter, before the reads of the watch', async () => {
    const under = ledgerUnderTest(own.redis, { pollWindow: { count: 1, windowMs: 600_000 } })
    const { id } = await failedJob(under)
    const watched = await running(under.ledger, 'task-watched')
    const take = await person(under, id)
    expect(await take('one')).toMatchObject({ kind: 'go' })
    expect(await take('two')).toMatchObject({ kind: 'wait' })
    // The place that comes free is the person's, though a read of the watch is due.
    await own.redis.del(`${under.prefix}:reads`)
    expect((await under.ledger.claim(10)).claims).toEqual([])
    expect(await take('two')).toMatchObject({ kind: 'go' })
    await own.redis.del(`${under.prefix}:reads`)
    expect((await under.ledger.claim(10)).claims).toMatchObject([{ job: { id: watched.id } }])
  })

  test('is told when the job has changed meanwhile, and by whom', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under)
    const take = await person(under, id)
    await under.ledger.acts.requeue(await seen(under, id), { ...plain, by: 'another' })
    expect(await take('one')).toMatchObject({ kind: 'stale', lastAct: { by: 'another' } })
  })

  test('hears of a gate that holds all reads', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under)
    const other = await begun(under.ledger)
    const gate = { gate: 'auth', holdMs: 60_000, cause: 'the key is refused' } as const
    await under.ledger.recordAnswer(other, { event: 'released', gate, pauseMs: 0, wire: 'answered' }, {})
    const take = await person(under, id)
    expect(await take('one')).toMatchObject({ kind: 'held', gate: 'auth', cause: 'the key is refused' })
  })
})
