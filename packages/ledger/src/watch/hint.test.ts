import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { atOnce } from '@kiln/local'
import { running, type LedgerUnderTest, ledgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { idsOf } from '../testing/reads.ts'

const own = usePrivateRedis()

const KEPT = 1_000
const redisNow = async ({ ledger }: LedgerUnderTest) => (await ledger.figures()).now

const guess = (taskId: string | null) => ({
  jobId: `job_${randomBytes(12).toString('hex')}`,
  attempt: 1,
  secret: randomBytes(16).toString('base64url'),
  taskId,
  claimsSuccess: true,
})

describe('a callback on a token that nobody knows', () => {
  test('leaves the id of its task, the newest first, and each once', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const { id, secret } = await running(ledger, 't1')
    for (const forged of [guess('a'), guess('b'), guess('b'), guess(null)]) await ledger.hint(forged)
    const earlier = { jobId: id, attempt: 7, secret, taskId: 'c', claimsSuccess: true }
    expect(await ledger.hint(earlier)).toBe('unknownToken')
    const { orphans } = await ledger.figures()
    expect(orphans.count).toBe(3)
    expect(orphans.newest.map(({ taskId }) => taskId).toSorted()).toEqual(['a', 'b', 'c'])
    const times = orphans.newest.map(({ seenAt }) => seenAt)
    expect(times).toEqual(times.toSorted((one, other) => other - one))
  })

  test('takes no more room after ten thousand guesses than after the first thousand, and is never read', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const guessMany = async (count: number) => {
      const guesses = Array.from({ length: count }, (_, n) => guess(`${n}`.padStart(32, '0')))
      await atOnce(50, guesses, (each) => ledger.hint(each))
      return own.redis.memory('USAGE', `${prefix}:orphans`, 'SAMPLES', 0)
    }
    const first = Number(await guessMany(KEPT))
    const last = Number(await guessMany(10 * KEPT))
    expect((await ledger.figures()).orphans.count).toBe(KEPT)
    expect(last / first).toBeLessThan(1.5)
    const keys = await own.redis.keys(`${prefix}:*`)
    expect(keys.filter((key) => /:job:|:events:|:hinted$|:due$/.test(key))).toEqual([])
    expect((await ledger.claim(100)).claims).toEqual([])
  }, 60_000)
})

describe('a signed callback', () => {
  test.each([
    [-301_000, 'stale'],
    [-299_000, 'stored'],
    [299_000, 'stored'],
    [301_000, 'stale'],
  ])("whose time is %i ms from Redis' is %s", async (offMs, outcome) => {
    const kiln = ledgerUnderTest(own.redis)
    const task = await running(kiln.ledger, 't1', {}, 60_000)
    const signedAt = (await redisNow(kiln)) + offMs
    expect(await kiln.ledger.hint({ ...task, jobId: task.id, claimsSuccess: true, signedAt })).toBe(outcome)
    const { claims } = await kiln.ledger.claim(10)
    expect(idsOf(claims)).toEqual(outcome === 'stored' ? [task.id] : [])
  })

  test('of another time leaves no orphan either', async () => {
    const kiln = ledgerUnderTest(own.redis)
    const signedAt = (await redisNow(kiln)) - 301_000
    expect(await kiln.ledger.hint({ ...guess('t1'), signedAt })).toBe('stale')
    expect((await kiln.ledger.figures()).orphans).toEqual({ count: 0, newest: [] })
  })
})
