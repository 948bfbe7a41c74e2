import { describe, expect, test } from '@jest/globals'
import { ledgerUnderTest, newJob, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { startFeeder } from './feeder.ts'
import type { Ring } from './submit-queue.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

const acceptMany = async (under: LedgerUnderTest, count: number, overrides: Parameters<typeof newJob>[0]) => {
  const jobs = Array.from({ length: count }, () => newJob(overrides))
  for (const job of jobs) await under.ledger.accept(job, null)
  return jobs.map(({ id }) => id)
}

describe('the feed', () => {
  test('takes turns between tenants, whoever came first', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 6, windowMs: 60_000 } })
    await acceptMany(under, 20, { tenant: 'big' })
    const small = await acceptMany(under, 3, { tenant: 'small' })
    const fed = (await under.ledger.feed()).rings.map(({ id }) => id)
    expect(fed.filter((id) => small.includes(id))).toHaveLength(3)
  })

  test('serves high before normal before low within a lane, and the oldest first', async () => {
    const under = ledgerUnderTest(own.redis)
    const low = await acceptMany(under, 2, { priority: 'low' })
    const normal = await acceptMany(under, 2, {})
    const high = await acceptMany(under, 2, { priority: 'high', model: 'another' })
    expect((await under.ledger.feed()).rings.map(({ id }) => id)).toEqual([...high, ...normal, ...low])
  })

  test('gives a lane that was idle its turn, and no turns saved up', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 4, windowMs: 60_000 } })
    await acceptMany(under, 10, { tenant: 'busy' })
    expect((await under.ledger.feed()).rings).toHaveLength(4)
    // Their doorbells were answered and nothing was sent: the window is free again.
    await own.redis.del(`${under.prefix}:fed`)
    const late = await acceptMany(under, 10, { tenant: 'late' })
    const fed = (await under.ledger.feed()).rings.map(({ id }) => id)
    expect(fed.filter((id) => late.includes(id))).toHaveLength(2)
  })

  test('gives a lane that was gated its turn, and no turns saved up', async () => {
    const under = ledgerUnderTest(own.redis, { gateProbeMs: 60_000 })
    const sick = await acceptMany(under, 40, { tenant: 'gated', model: 'sick' })
    await under.ledger.feed()
    await under.ledger.begin(sick[0]!, 's')
    await under.ledger.recordAnswer(
      { id: sick[0]!, attempt: 1 },
      {
        event: 'released',
        gate: { gate: 'model', holdMs: 60_000, cause: 'switched off' },
        pauseMs: 0,
        wire: 'answered',
      },
      {},
    )
    for (const id of sick.slice(1)) await under.ledger.begin(id, 's')
    const others = await acceptMany(under, 20, { tenant: 'free' })
    const whileGated = (await under.ledger.feed()).rings.map(({ id }) => id)
    expect(whileGated.toSorted()).toEqual(others.toSorted())

    // When the gate's time is over one job goes as a probe; its answer opens the gate for the rest.
    const gates = `${under.prefix}:gates`
    const closed = JSON.parse((await own.redis.hget(gates, 'model:sick'))!) as { untilAt: number }
    await own.redis.hset(gates, 'model:sick', JSON.stringify({ ...closed, untilAt: 0 }))
    await own.redis.zadd(`${under.prefix}:asideLanes`, 0, 'gated/singles')
    await own.redis.del(`${under.prefix}:fed`)
    await acceptMany(under, 20, { tenant: 'free' })
    const probes = (await under.ledger.feed()).rings.map(({ id }) => id).filter((id) => sick.includes(id))
    expect(probes).toHaveLength(1)
    const probe = probes[0]!
    const begun = await under.ledger.begin(probe, 'probe')
    if (begun.kind !== 'go') throw new Error(`the probe was told ${begun.kind}`)
    await under.ledger.recordAnswer(
      { id: probe, attempt: begun.attempt },
      { event: 'bound', taskId: 't' },
      {},
    )
    await own.redis.del(`${under.prefix}:fed`)
    await acceptMany(under, 20, { tenant: 'free' })
    const fed = (await under.ledger.feed()).rings.map(({ id }) => id)
    const ofFirstTen = fed.slice(0, 10).filter((id) => sick.includes(id)).length
    expect(ofFirstTen).toBeGreaterThanOrEqual(4)
    expect(ofFirstTen).toBeLessThanOrEqual(6)
  })

  test('takes a bounded number of steps, however many lanes wait behind a gate', async () => {
    const under = ledgerUnderTest(own.redis)
    const [first] = await acceptMany(under, 1, { tenant: 'lane-0', model: 'sick' })
    await under.ledger.feed()
    await under.ledger.begin(first!, 's')
    const gate = { gate: 'model', holdMs: 60_000, cause: 'switched off' } as const
    await under.ledger.recordAnswer(
      { id: first!, attempt: 1 },
      { event: 'released', gate, pauseMs: 0, wire: 'answered' },
      {},
    )
    for (let i = 1; i <= 300; i++) await acceptMany(under, 1, { tenant: `lane-${i}`, model: 'sick' })
    const [well] = await acceptMany(under, 1, { tenant: 'zzz', model: 'well' })

    const commandsOf = async (act: () => Promise<unknown>) => {
      await own.redis.config('RESETSTAT')
      await act()
      const stats = await own.redis.info('commandstats')
      return [...stats.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0)
    }
    let fed: string[] = []
    let feeds = 0
    while (!fed.includes(well!)) {
      feeds++
      expect(
        await commandsOf(async () => (fed = (await under.ledger.feed()).rings.map(({ id }) => id))),
      ).toBeLessThan(1_000)
    }
    expect(feeds).toBeLessThanOrEqual(4)
    // Set aside, they cost nothing more.
    expect(await commandsOf(() => under.ledger.feed())).toBeLessThan(30)
  })

  test('brings a paused job back when its pause is over', async () => {
    const under = ledgerUnderTest(own.redis)
    const [id] = await acceptMany(under, 1, {})
    await under.ledger.feed()
    await under.ledger.begin(id!, 's')
    await under.ledger.recordAnswer(
      { id: id!, attempt: 1 },
      { event: 'released', gate: null, pauseMs: 80, wire: 'notSent' },
      {},
    )
    const paused = await under.ledger.feed()
    expect(paused.rings).toEqual([])
    expect(paused.nextAt! - paused.now).toBeLessThanOrEqual(80)
    let fed = paused
    while (fed.rings.length === 0) fed = await under.ledger.feed()
    expect(fed.now).toBeGreaterThanOrEqual(paused.nextAt!)
  })
})

describe('a damaged record', () => {
  test.each([
    ['a ring number that is none', (key: string) => own.redis.hset(key, 'rings', 'abc')],
    [
      'something else under its key',
      async (key: string) => void (await own.redis.del(key), await own.redis.set(key, 'x')),
    ],
    ["another job's id", (key: string) => own.redis.hset(key, 'id', 'job_000000000000000000000000')],
  ])('with %s stops nobody, and goes to a person', async (_name, damage) => {
    const under = ledgerUnderTest(own.redis)
    const [bad] = await acceptMany(under, 1, { tenant: 'a' })
    const [good] = await acceptMany(under, 1, { tenant: 'b' })
    await damage(`${under.prefix}:job:${bad}`)
    const fed = (await under.ledger.feed()).rings.map(({ id }) => id)
    expect(fed.toSorted()).toEqual([bad!, good!].toSorted())
    const begun = await under.ledger.begin(bad!, 's')
    if (begun.kind === 'damaged') await under.ledger.quarantine(bad!, begun.fault)
    expect(await under.ledger.begin(good!, 's')).toMatchObject({ kind: 'go' })
    const { states, accepted } = await under.ledger.figures()
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(accepted)
  })
})

describe('the feeder', () => {
  test('makes one feed of many requests, and rings what it fed', async () => {
    const under = ledgerUnderTest(own.redis)
    let feeds = 0
    const rung: Ring[] = []
    const [id] = await acceptMany(under, 1, {})
    const rang = new Promise<void>((resolve) => {
      const feeder = startFeeder({
        feed: () => {
          feeds++
          return under.ledger.feed()
        },
        ring: (rings) => {
          rung.push(...rings)
          for (let i = 0; i < 100; i++) feeder.request()
          queueMicrotask(() => void feeder.stop().then(resolve))
          return Promise.resolve()
        },
        onError: (error) => {
          throw error
        },
        idleMs: 60_000,
      })
    })
    await rang
    expect(rung).toMatchObject([{ id, ring: 1 }])
    expect(feeds).toBe(1)
  })

  test('goes on after an error', async () => {
    const errors: unknown[] = []
    let calls = 0
    await new Promise<void>((resolve) => {
      const feeder = startFeeder({
        feed: () => {
          calls++
          if (calls === 1) return Promise.reject(new Error('Redis is away'))
          queueMicrotask(() => void feeder.stop().then(resolve))
          return Promise.resolve({ rings: [], nextAt: null, now: 0 })
        },
        ring: () => Promise.resolve(),
        onError: (error) => errors.push(error),
        idleMs: 1,
      })
    })
    expect(calls).toBe(2)
    expect(errors).toHaveLength(1)
  })
})
