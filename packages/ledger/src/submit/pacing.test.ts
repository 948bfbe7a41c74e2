import { describe, expect, test } from '@jest/globals'
import type { SubmitDecision } from '@kiln/lifecycle'
import { ledgerUnderTest, newJob, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

const WINDOW_MS = 60_000
const bound = (id: string): SubmitDecision => ({ event: 'bound', taskId: `task-${id}` })
const behindCredits: SubmitDecision = {
  event: 'released',
  gate: { gate: 'credits', holdMs: 1, cause: 'no credits' },
  pauseMs: 0,
  wire: 'answered',
}

/** Begins every job that is fed, and answers none. */
async function beginFed({ ledger }: LedgerUnderTest): Promise<{ id: string; attempt: number }[]> {
  const { rings } = await ledger.feed()
  const begun = []
  for (const { id } of rings) {
    const answer = await ledger.begin(id, 's')
    if (answer.kind === 'go') begun.push({ id, attempt: answer.attempt })
  }
  return begun
}

async function accepted({ ledger }: LedgerUnderTest, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await ledger.accept(newJob(), null)
}

/** How long after its answer the place of the call comes back. */
async function placeReturnsAfter(under: LedgerUnderTest, roundTripMs: number): Promise<number> {
  await accepted(under, 1)
  const [call] = await beginFed(under)
  await under.ledger.recordAnswer({ ...call!, roundTripMs }, bound(call!.id), {})
  const backAt = await own.redis.zscore(`${under.prefix}:window`, `${call!.id}:${call!.attempt}`)
  return Number(backAt) - (await under.ledger.read(call!.id))!.submittedAt!
}

describe('a place in the window', () => {
  test('comes back sooner by half the shortest call, once enough calls were seen', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 1_000, windowMs: WINDOW_MS } })
    for (let calls = 1; calls < 20; calls++) {
      expect(await placeReturnsAfter(under, calls === 7 ? 80 : 200 + calls)).toBe(WINDOW_MS)
    }
    expect(await placeReturnsAfter(under, 500)).toBe(WINDOW_MS - 40)
    expect(await placeReturnsAfter(under, 30)).toBe(WINDOW_MS - 15)
  })
})

describe('what is given back of a window', () => {
  test('is a twentieth of it at most, however long calls take', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 1_000, windowMs: WINDOW_MS } })
    for (let calls = 0; calls < 20; calls++) await placeReturnsAfter(under, 25_000)
    expect(await placeReturnsAfter(under, 25_000)).toBe(WINDOW_MS * 0.95)
  })

  test('is nothing for a time that is none', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 1_000, windowMs: WINDOW_MS } })
    for (const odd of [Number.NaN, Infinity, -5]) {
      for (let calls = 0; calls < 10; calls++) expect(await placeReturnsAfter(under, odd)).toBe(WINDOW_MS)
    }
  })
})

describe('slow start', () => {
  test('lets one call go after a gate has opened, then two, four and so on, until a window is full', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 12, windowMs: WINDOW_MS } })
    await accepted(under, 13)
    const [refused] = await beginFed(under)
    await under.ledger.recordAnswer(refused!, behindCredits, {})
    await own.redis.del(`${under.prefix}:fed`, `${under.prefix}:window`)
    await own.redis.hset(
      `${under.prefix}:gates`,
      'credits',
      JSON.stringify({ since: 1, closedAt: 1, untilAt: 1, probeMs: 600_000, cause: 'x', reads: false }),
    )
    await own.redis.del(`${under.prefix}:state:submitting`)
    await accepted(under, 40)

    const sizes: number[] = []
    for (let round = 0; round < 5; round++) {
      const calls = await beginFed(under)
      sizes.push(calls.length)
      for (const call of calls) await under.ledger.recordAnswer(call, bound(call.id), {})
      await own.redis.del(`${under.prefix}:window`)
    }
    expect(sizes).toEqual([1, 1, 2, 4, 8])
    expect((await beginFed(under)).length).toBe(12)
  })

  test('follows a 429 too, once its window is over', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 12, windowMs: WINDOW_MS } })
    await accepted(under, 20)
    const [call] = await beginFed(under)
    const tooMany = { gate: 'rate', holdMs: 1, cause: '429' } as const
    await under.ledger.recordAnswer(call!, { ...behindCredits, gate: tooMany }, {})
    await own.redis.del(`${under.prefix}:fed`, `${under.prefix}:window`, `${under.prefix}:state:submitting`)
    let again = await beginFed(under)
    while (again.length === 0) again = await beginFed(under)
    expect(again).toHaveLength(1)
  })

  test('is not begun by a model that is switched off', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 12, windowMs: WINDOW_MS } })
    await own.redis.hset(`${under.prefix}:pace`, 'slowStart', 4)
    await accepted(under, 10)
    const [call] = await beginFed(under)
    const off = { gate: 'model', holdMs: 1, cause: '505' } as const
    await under.ledger.recordAnswer(call!, { ...behindCredits, gate: off }, {})
    expect(await own.redis.hget(`${under.prefix}:pace`, 'slowStart')).toBe('5')
  })

  test('begins anew when a gate closes in the middle of it', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 12, windowMs: WINDOW_MS } })
    await own.redis.hset(`${under.prefix}:pace`, 'slowStart', 4)
    await accepted(under, 10)
    const [call] = await beginFed(under)
    await under.ledger.recordAnswer(
      call!,
      { ...behindCredits, gate: { gate: 'rate', holdMs: 0, cause: 'too many' } },
      {},
    )
    expect(await own.redis.hget(`${under.prefix}:pace`, 'slowStart')).toBe('1')
  })

  test('holds a doorbell that was rung before, and a waiting job says so', async () => {
    const under = ledgerUnderTest(own.redis)
    await accepted(under, 2)
    const { rings } = await under.ledger.feed()
    await own.redis.hset(`${under.prefix}:pace`, 'slowStart', 1)
    expect(await under.ledger.begin(rings[0]!.id, 's')).toMatchObject({ kind: 'go' })
    expect(await under.ledger.begin(rings[1]!.id, 's')).toMatchObject({ kind: 'wait', gate: 'rate' })
    const job = (await under.ledger.read(rings[1]!.id))!
    expect((await under.ledger.waitingFor([job])).get(job.id)).toMatchObject({
      gate: 'rate',
      reason: { kind: 'slowStart' },
    })
  })
})
