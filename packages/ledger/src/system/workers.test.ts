import { describe, expect, test } from '@jest/globals'
import { ledgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()
const SIGN = { host: 'a', pid: 1, clockSkewMs: 0 }

describe('a worker', () => {
  test('is there from its first sign until it leaves', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const first = await ledger.noteWorker('w1', SIGN)
    await ledger.noteWorker('w1', { ...SIGN, clockSkewMs: 250 })
    await ledger.noteWorker('w2', SIGN)
    const { workers } = await ledger.figures()
    expect(workers).toHaveLength(2)
    expect(workers).toContainEqual({
      ...SIGN,
      clockSkewMs: 250,
      startedAt: first,
      seenAt: expect.any(Number),
    })
    await ledger.forgetWorker('w1')
    expect((await ledger.figures()).workers).toHaveLength(1)
  })

  test('that gave no sign for long is gone, even where no other is left to notice', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    await ledger.noteWorker('dead', SIGN)
    await own.redis.hset(`${prefix}:workers`, 'dead', JSON.stringify({ ...SIGN, seenAt: 1, startedAt: 1 }))
    expect((await ledger.figures()).workers).toEqual([])
    await ledger.noteWorker('alive', { ...SIGN, host: 'b' })
    expect((await ledger.figures()).workers).toMatchObject([{ host: 'b' }])
    expect(await own.redis.hkeys(`${prefix}:workers`)).toEqual(['alive'])
  })
})
