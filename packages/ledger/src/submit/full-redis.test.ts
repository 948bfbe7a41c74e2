import { describe, expect, test } from '@jest/globals'
import { begun, ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis('real')

describe('a Redis that is full', () => {
  test('refuses to begin an attempt, and still takes the answer of one that was paid for', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const paid = await begun(ledger)
    const next = newJob()
    await ledger.accept(next, null)
    await ledger.feed()
    await own.redis.config('SET', 'maxmemory', '1mb')
    await expect(ledger.begin(next.id, 's')).rejects.toThrow(/OOM/)
    await expect(ledger.accept(newJob(), null)).rejects.toThrow(/OOM/)
    expect(await ledger.recordAnswer(paid, { event: 'bound', taskId: 't1' }, {})).toMatchObject({
      state: 'running',
    })
    expect(await ledger.figures()).toMatchObject({ states: { running: 1, queued: 1 } })
    const { claims } = await ledger.claim(1)
    expect(claims).toMatchObject([{ kind: 'watch', job: { id: paid.id } }])
    await own.redis.config('SET', 'maxmemory', '0')
    expect(await ledger.begin(next.id, 's')).toMatchObject({ kind: 'go', attempt: 1 })
    expect((await ledger.figures()).submitWindowUsed).toBe(2)
  })
})
