import { describe, expect, test } from '@jest/globals'
import { ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

const same = { keyHash: 'hash-of-key', fingerprint: 'hash-of-body', ttlMs: 60_000 }

describe('accepting a job', () => {
  test('makes one job of fifty calls with one idempotency key at once', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => ledger.accept(newJob(), same)))
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1)
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(49)
    expect(new Set(outcomes.map((outcome) => 'job' in outcome && outcome.job.id)).size).toBe(1)
    expect((await ledger.figures()).accepted).toBe(1)
  })

  test('refuses the same key with another body, and writes nothing', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    await ledger.accept(newJob(), same)
    expect(await ledger.accept(newJob(), { ...same, fingerprint: 'another' })).toEqual({ kind: 'conflict' })
    expect((await ledger.figures()).accepted).toBe(1)
  })

  test('forgets the key when its time is over', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    await ledger.accept(newJob(), same)
    expect(await own.redis.pttl(`${prefix}:idempotency:${same.keyHash}`)).toBeGreaterThan(59_000)
  })

  test('takes a call sent again after a broken connection for what it is', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const job = newJob()
    await ledger.accept(job, null)
    expect(await ledger.accept(job, null)).toMatchObject({ kind: 'accepted', job: { id: job.id } })
    expect((await ledger.figures()).accepted).toBe(1)
  })

  test('keeps every field, and no field of the caller becomes part of a key', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const job = newJob({
      customId: 'my id: {odd} *',
      metadata: { a: 'b' },
      input: { prompt: 'ключ \u{1F525}', list: [1, 'x', null] },
      quoted: { min: 1, max: 2.5 },
      retries: 2,
    })
    await ledger.accept(job, null)
    expect(await ledger.read(job.id)).toMatchObject(job)
    const keys = await own.redis.keys(`${prefix.replaceAll(/[{}]/g, '?')}*`)
    expect(keys.length).toBeGreaterThan(5)
    expect(keys.filter((key) => key.includes('odd'))).toEqual([])
  })
})

describe('listing jobs', () => {
  test('goes newest first, page by page, without gaps or repeats', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const ids: string[] = []
    for (let i = 0; i < 25; i++) {
      const job = newJob({ tenant: i % 2 ? 'odd' : 'even' })
      ids.unshift(job.id)
      await ledger.accept(job, null)
    }
    const seen: string[] = []
    let cursor: number | null | undefined
    while (cursor !== null) {
      const page = await ledger.list({ tenant: null, limit: 7, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.jobs.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(ids)
  })

  test('finds by state, model, custom id and time, and only within the tenant', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const [mine, foreign, other] = [
      newJob({ customId: 'shot-1' }),
      newJob({ customId: 'shot-1', tenant: 'rival' }),
      newJob({ model: 'other' }),
    ]
    for (const job of [mine, foreign, other]) await ledger.accept(job, null)
    const found = async (query: object) =>
      (await ledger.list({ tenant: 'acme', limit: 10, ...query })).jobs.map(({ id }) => id)
    expect(await found({ customId: 'shot-1' })).toEqual([mine.id])
    expect(await found({ model: 'other' })).toEqual([other.id])
    expect(await found({ state: 'queued' })).toEqual([other.id, mine.id])
    expect(await found({ state: 'failed' })).toEqual([])
    const { createdAt } = (await ledger.read(other.id))!
    expect(await found({ since: createdAt + 1 })).toEqual([])
    expect(await found({ until: createdAt + 1 })).toEqual([other.id, mine.id])
  })
})
