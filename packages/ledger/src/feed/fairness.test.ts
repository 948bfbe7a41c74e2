import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ledgerUnderTest, newJob, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

type Overrides = Parameters<typeof newJob>[0]

async function accept({ ledger }: LedgerUnderTest, count: number, overrides: Overrides): Promise<string[]> {
  const jobs = Array.from({ length: count }, () => newJob(overrides))
  await Promise.all(jobs.map((job) => ledger.accept(job, null)))
  return jobs.map(({ id }) => id)
}

/** Feeds, and takes away what was fed as if it had been sent; `places` are free each time. */
async function served(under: LedgerUnderTest): Promise<string[]> {
  const { rings } = await under.ledger.feed()
  await own.redis.del(`${under.prefix}:fed`)
  return rings.map(({ id }) => id)
}

const withPlaces = (count: number, weights: Record<string, number> = {}) =>
  ledgerUnderTest(own.redis, { submitWindow: { count, windowMs: 600_000 }, weights })

const lanes = (id: string, of: Record<string, string[]>) =>
  Object.keys(of).find((lane) => of[lane]!.includes(id))!

describe('turns', () => {
  test("let one job behind another key's thousand go with the next places", async () => {
    const under = withPlaces(10)
    await accept(under, 1_000, { tenant: 'big' })
    await served(under)
    const [single] = await accept(under, 1, { tenant: 'small' })
    expect(await served(under)).toContain(single)
  })

  test("let one job behind its own key's batch of a thousand go with the next places", async () => {
    const under = withPlaces(10)
    await accept(under, 1_000, { batchId: 'b1' })
    await served(under)
    const [single] = await accept(under, 1, {})
    expect(await served(under)).toContain(single)
  })

  test('are shared evenly by equal lanes at every moment', async () => {
    const under = withPlaces(7)
    const of = {
      a: await accept(under, 100, { batchId: 'b1' }),
      b: await accept(under, 100, { batchId: 'b2' }),
    }
    const count = { a: 0, b: 0 }
    for (let feed = 0; feed < 20; feed++) {
      for (const id of await served(under)) count[lanes(id, of) as 'a' | 'b']++
      expect(Math.abs(count.a - count.b)).toBeLessThanOrEqual(1)
    }
  })

  test('are shared among keys by weight, whatever number of batches a key has', async () => {
    const under = withPlaces(8, { studio: 3 })
    const of: Record<string, string[]> = { trial: await accept(under, 100, { tenant: 'trial' }) }
    for (const batchId of ['b1', 'b2', 'b3', 'b4', 'b5']) {
      of[batchId] = await accept(under, 50, { tenant: 'studio', batchId })
    }
    const sent: string[] = []
    for (let feed = 0; feed < 10; feed++) sent.push(...(await served(under)))
    const ofTrial = sent.filter((id) => of['trial']!.includes(id)).length
    expect(ofTrial).toBeGreaterThanOrEqual(19)
    expect(ofTrial).toBeLessThanOrEqual(21)
    for (const batchId of ['b1', 'b2', 'b3', 'b4', 'b5']) {
      expect(sent.filter((id) => of[batchId]!.includes(id)).length).toBe(12)
    }
  })

  test('come to a long lane in every round, however many short ones keep coming', async () => {
    const under = withPlaces(1)
    const long = await accept(under, 100, { batchId: 'long' })
    let ofLong = 0
    for (let feed = 0; feed < 60; feed++) {
      // As many new batches as there are places: alone they would use up everything.
      await accept(under, 1, { batchId: `short-${feed}` })
      if (long.includes((await served(under))[0]!)) ofLong++
    }
    // Each round has one more short lane than the one before: the long one is served once in each.
    expect(ofLong).toBeGreaterThanOrEqual(8)
  })

  test('come to a long lane in every second place when single jobs keep coming', async () => {
    const under = withPlaces(1)
    const long = await accept(under, 100, { batchId: 'long' })
    let ofLong = 0
    for (let feed = 0; feed < 40; feed++) {
      await accept(under, 1, { tenant: 'acme' })
      if (long.includes((await served(under))[0]!)) ofLong++
    }
    expect(ofLong).toBeGreaterThanOrEqual(19)
    expect(ofLong).toBeLessThanOrEqual(21)
  })

  test('are never saved up by who has nothing to send', async () => {
    const under = withPlaces(4)
    await accept(under, 100, { tenant: 'busy' })
    for (let feed = 0; feed < 5; feed++) await served(under)
    const late = await accept(under, 100, { tenant: 'late' })
    const sent = [...(await served(under)), ...(await served(under))]
    expect(sent.filter((id) => late.includes(id))).toHaveLength(4)
  })

  test('never lose a job and never send one twice, whoever comes and goes', async () => {
    const lane = fc.record({
      tenant: fc.constantFrom('a', 'b', 'c'),
      batchId: fc.constantFrom(null, 'b1', 'b2'),
      model: fc.constantFrom('m1', 'm2'),
      priority: fc.constantFrom('high', 'normal', 'low'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(lane, fc.integer({ min: 0, max: 5 })), { maxLength: 15 }),
        async (waves) => {
          const under = withPlaces(3, { a: 2, b: 0.5 })
          const all: string[] = []
          const sent: string[] = []
          for (const [overrides, count] of waves) {
            all.push(...(await accept(under, count, overrides)))
            sent.push(...(await served(under)))
          }
          for (let feeds = 0; feeds < all.length; feeds++) sent.push(...(await served(under)))
          expect(sent.toSorted()).toEqual(all.toSorted())
          expect(await own.redis.zcard(`${under.prefix}:tenants`)).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('a waiting job', () => {
  test('knows its place in its lane across models, and when it is likely to go', async () => {
    const under = withPlaces(10)
    await accept(under, 20, { tenant: 'other' })
    await accept(under, 20, { model: 'm1' })
    const ids = await accept(under, 20, { model: 'm2' })
    const last = (await under.ledger.read(ids.at(-1)!))!
    const waiting = (await under.ledger.waitingFor([last])).get(last.id)!
    expect(waiting).toMatchObject({ gate: 'turn', reason: { kind: 'turn' } })
    expect(waiting.position).toBeGreaterThan(20)
    expect(waiting.position).toBeLessThanOrEqual(40)
    const { now } = await under.ledger.figures()
    // Two keys share 10 places in 600 s: of 2 x position jobs before it the first ten go at once.
    const expected = ((2 * waiting.position! - 10 - 1) / 10) * 600_000
    expect(Math.abs(waiting.until! - now - expected)).toBeLessThan(2_000)
  })

  test('is likely to go at once when places are free', async () => {
    const under = withPlaces(10)
    const [id] = await accept(under, 1, {})
    const job = (await under.ledger.read(id!))!
    const waiting = (await under.ledger.waitingFor([job])).get(id!)!
    expect(waiting).toMatchObject({ gate: 'turn', position: 1 })
    expect(waiting.until! - (await under.ledger.figures()).now).toBeLessThanOrEqual(0)
  })
})
