import { describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import { jobIdOf } from './read-rows.ts'
import { advanceAll, allRows, lineOf, newKey, submitBatch } from '../testing/batches.ts'
import { ledgerUnderTest, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, note, succeeded } from '../testing/reads.ts'

const own = usePrivateRedis()

const read = async ({ ledger }: LedgerUnderTest, id: string) => (await ledger.batches.read(id))!

/** Sends whatever is fed; answers the ids that went out. */
async function sendFed({ ledger }: LedgerUnderTest): Promise<string[]> {
  const { rings } = await ledger.feed()
  const sent: string[] = []
  for (const { id } of rings) {
    if ((await ledger.begin(id, 's')).kind !== 'go') continue
    await ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId: `task-of-${id}` }, {})
    sent.push(id)
  }
  return sent
}

const settle = ({ ledger }: LedgerUnderTest, id: string, decision: ReadDecision) =>
  ledger.recordRead({ id, attempt: 1, taskId: `task-of-${id}`, hintsSeen: 0 }, note(decision))

const costing = (creditsConsumed: number): ReadDecision => ({
  event: 'succeeded',
  result: { urls: ['https://a/b.png'] },
  creditsConsumed,
})

describe('taking a batch in', () => {
  test('nothing of it exists before its end but keys that go by themselves', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger, prefix } = under
    const key = newKey()
    const opened = await ledger.batches.open('acme', key.keyHash)
    if (opened.kind !== 'opened') throw new Error(opened.kind)
    for (let line = 1; line <= 500; line++) await opened.staging.addLine(lineOf(line))
    await opened.staging.finish()
    const keys = await own.redis.keys(`${prefix.replaceAll(/[{}]/g, '?')}:*`)
    const lives = await Promise.all(keys.map((each) => own.redis.pttl(each)))
    expect(lives).toHaveLength(2)
    expect(Math.min(...lives)).toBeGreaterThan(0)
    expect(await ledger.batches.read(opened.id)).toBeNull()
    expect((await ledger.batches.list('acme', 10)).batches).toEqual([])
    expect(await advanceAll(under)).toBe(0)
  })

  test('its lines count as queued from its first moment, and become jobs under ids of their own', async () => {
    const under = ledgerUnderTest(own.redis)
    const batch = await submitBatch(under, { lines: 130 })
    expect(batch).toMatchObject({ lines: 130, invalid: 0, expanded: 0, counts: { queued: 130, canceled: 0 } })
    expect(await own.redis.pttl(`${under.prefix}:batchLines:${batch.id}`)).toBe(-1)
    expect(await advanceAll(under)).toBe(9)
    const after = await read(under, batch.id)
    expect(after).toMatchObject({ expanded: 130, counts: { queued: 130 }, endedAt: null })
    expect(after.expandedAt).not.toBeNull()
    const figures = await under.ledger.figures()
    expect(figures).toMatchObject({ accepted: 130, states: { queued: 130 } })
    expect(await under.ledger.read(jobIdOf(batch.id, 129))).toMatchObject({
      batchId: batch.id,
      customId: 'line-130',
      line: 130,
      state: 'queued',
    })
  })

  test('is found by its key afterwards, and told from another body under the same key', async () => {
    const under = ledgerUnderTest(own.redis)
    const key = newKey()
    const batch = await submitBatch(under, { lines: 1, key })
    expect(await under.ledger.batches.open('acme', key.keyHash)).toEqual({ kind: 'known' })
    expect(await under.ledger.batches.replay(key)).toMatchObject({
      kind: 'replayed',
      batch: { id: batch.id },
    })
    const other = { ...key, fingerprint: 'of-another' }
    expect(await under.ledger.batches.replay(other)).toEqual({ kind: 'conflict' })
  })

  test('by several calls at once lets one in, and the next when that one gave up', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const key = newKey()
    const calls = await Promise.all(Array.from({ length: 5 }, () => ledger.batches.open('acme', key.keyHash)))
    expect(calls.map(({ kind }) => kind).toSorted()).toEqual([
      'inFlight',
      'inFlight',
      'inFlight',
      'inFlight',
      'opened',
    ])
    const opened = calls.find((call) => call.kind === 'opened')!
    await ledger.batches.drop(opened.id, key.keyHash)
    expect(await ledger.batches.open('acme', key.keyHash)).toMatchObject({ kind: 'opened' })
  })

  test('that took longer than its staged lines last comes to nothing', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const key = newKey()
    const opened = await ledger.batches.open('acme', key.keyHash)
    if (opened.kind !== 'opened') throw new Error(opened.kind)
    for (let line = 1; line <= 201; line++) await opened.staging.addLine(lineOf(line))
    await own.redis.del(`${prefix}:batchLines:${opened.id}`)
    const batch = {
      id: opened.id,
      tenant: 'acme',
      name: null,
      budget: null,
      quoted: { min: 0, max: 0 },
      unpriced: 0,
      models: [],
    }
    expect(await ledger.batches.commit(batch, opened.staging, key)).toEqual({ kind: 'lost' })
    expect(await ledger.batches.read(opened.id)).toBeNull()
  })

  test('two calls whose lines are both staged make one batch', async () => {
    const under = ledgerUnderTest(own.redis)
    const key = newKey()
    const first = await under.ledger.batches.open('acme', key.keyHash)
    await own.redis.del(`${under.prefix}:inFlight:${key.keyHash}`)
    const winner = await submitBatch(under, { lines: 2, key })
    if (first.kind !== 'opened') throw new Error(first.kind)
    await first.staging.addLine(lineOf(1))
    const batch = {
      id: first.id,
      tenant: 'acme',
      name: null,
      budget: null,
      quoted: { min: 0, max: 0 },
      unpriced: 0,
      models: [],
    }
    const outcome = await under.ledger.batches.commit(batch, first.staging, key)
    expect(outcome).toMatchObject({ kind: 'replayed', batch: { id: winner.id } })
  })
})

describe('a key with a bound on its queue', () => {
  test('has lines that are no jobs yet counted like jobs', async () => {
    const under = ledgerUnderTest(own.redis, { queuePerKey: { acme: 10 } })
    await submitBatch(under, { lines: 8 })
    await expect(submitBatch(under, { lines: 3 })).rejects.toThrow('the batch was queueFull')
    await submitBatch(under, { lines: 2 })
    await advanceAll(under)
    const { id: _id, batchId: _batchId, ...single } = { ...lineOf(1), id: '', batchId: null }
    const job = { ...single, id: `job_${'0'.repeat(24)}`, batchId: null, line: null }
    expect(await under.ledger.accept(job, null)).toEqual({ kind: 'queueFull', beyond: 1 })
    await sendFed(under)
    expect(await under.ledger.accept(job, null)).toMatchObject({ kind: 'accepted' })
  })
})

describe('what becomes of a batch', () => {
  test('is counted with every move, with what it holds, costs and wastes', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 3 })
    await advanceAll(under)
    const sent = await sendFed(under)
    expect(await read(under, id)).toMatchObject({
      counts: { queued: 0, running: 3 },
      credits: { held: 6, charged: 0, wasted: 0, used: 6 },
      startedAt: expect.any(Number),
      endedAt: null,
    })
    await settle(under, sent[0]!, costing(1.5))
    await settle(under, sent[1]!, { ...failed, creditsConsumed: 0.5 })
    expect(await read(under, id)).toMatchObject({
      counts: { running: 1, succeeded: 1, failed: 1 },
      credits: { held: 2, charged: 2, wasted: 0.5, used: 4 },
      endedAt: null,
    })
    await settle(under, sent[2]!, succeeded)
    const ended = await read(under, id)
    expect(ended).toMatchObject({ counts: { succeeded: 2, failed: 1 }, credits: { held: 0 } })
    expect(ended.endedAt).not.toBeNull()
  })

  test('has one row for each line, whether it is a job yet or not, and goes on behind any line', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 230 })
    await under.ledger.batches.advance()
    const rows = await allRows(under, id)
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 230 }, (_, n) => n + 1))
    expect(rows.filter(({ kind }) => kind === 'job')).toHaveLength(16)
    await advanceAll(under)
    const ids = (await allRows(under, id)).map((row) => (row.kind === 'job' ? row.job.id : row.id))
    expect(ids).toEqual(rows.map((row) => (row.kind === 'job' ? row.job.id : row.id)))
    expect((await allRows(under, id, 228)).map(({ line }) => line)).toEqual([229, 230])
    expect(await allRows(under, id, 230)).toEqual([])
  })

  test('shows a damaged record as a row too', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 3 })
    await advanceAll(under)
    await own.redis.hset(`${under.prefix}:job:${jobIdOf(id, 1)}`, 'input', '{"cut')
    expect((await allRows(under, id)).map(({ line }) => line)).toEqual([1, 2, 3])
    await under.ledger.quarantine(jobIdOf(id, 1), 'a fault')
    expect(await read(under, id)).toMatchObject({ counts: { queued: 2, parked: 1 } })
  })
})

describe('canceling a batch', () => {
  test('withdraws lines that are no jobs yet, then the jobs, and marks what was sent', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 5, windowMs: 600_000 } })
    const { id } = await submitBatch(under, { lines: 200 })
    await under.ledger.batches.advance()
    const sent = await sendFed(under)
    expect(sent).toHaveLength(5)
    expect(await under.ledger.batches.cancel(id)).toBe('requested')
    expect(await read(under, id)).toMatchObject({ counts: { queued: 11, canceled: 184, running: 5 } })
    await advanceAll(under)
    expect(await read(under, id)).toMatchObject({
      counts: { queued: 0, canceled: 195, running: 5 },
      expanded: 16,
    })
    expect(await under.ledger.read(sent[0]!)).toMatchObject({ cancelRequestedAt: expect.any(Number) })
    for (const job of sent) await settle(under, job, succeeded)
    const after = await read(under, id)
    expect(after).toMatchObject({
      counts: { canceled: 200 },
      credits: { held: 0, charged: 37.5, wasted: 37.5 },
    })
    expect(after.endedAt).not.toBeNull()
    expect(await allRows(under, id)).toHaveLength(200)
    expect((await under.ledger.figures()).accepted).toBe(16)
  })

  test('lets none of its jobs begin, however far it has come', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 3 })
    await advanceAll(under)
    const { rings } = await under.ledger.feed()
    await under.ledger.batches.cancel(id)
    expect(await under.ledger.begin(rings[0]!.id, 's')).toEqual({ kind: 'taken', state: 'canceled' })
    await advanceAll(under)
    expect(await read(under, id)).toMatchObject({ counts: { canceled: 3 } })
  })

  test('twice changes nothing, and one that is not there is gone', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 3 })
    await under.ledger.batches.cancel(id)
    await under.ledger.batches.cancel(id)
    expect(await read(under, id)).toMatchObject({ counts: { queued: 0, canceled: 3 } })
    expect(await under.ledger.batches.cancel(`batch_${'0'.repeat(24)}`)).toBe('gone')
  })
})

describe("a batch's budget", () => {
  test('lets exactly as many begin as it pays for, and the rest says so', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 50, budget: 20 })
    await advanceAll(under)
    const { rings } = await under.ledger.feed()
    const begun = await Promise.all(rings.map((ring) => under.ledger.begin(ring.id, 's')))
    expect(begun.filter(({ kind }) => kind === 'go')).toHaveLength(10)
    expect((await under.ledger.feed()).rings).toEqual([])
    const heads = await under.ledger.batches.headsOf(await read(under, id))
    const waiting = await under.ledger.waitingFor(heads)
    expect([...waiting.values()]).toMatchObject([
      { gate: 'budget', reason: { kind: 'batchBudgetSpent' }, until: null },
    ])
  })

  test('gives back what was not charged, and the next one goes', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 3, budget: 4 })
    await advanceAll(under)
    const sent = await sendFed(under)
    expect(sent).toHaveLength(2)
    await settle(under, sent[0]!, { ...failed, creditsConsumed: 0 })
    expect(await sendFed(under)).toHaveLength(1)
    expect((await read(under, id)).credits.used).toBe(4)
  })

  test('does not hold the jobs of another batch of the same key', async () => {
    const under = ledgerUnderTest(own.redis)
    await submitBatch(under, { lines: 5, budget: 2 })
    const { id } = await submitBatch(under, { lines: 5 })
    await advanceAll(under)
    await sendFed(under)
    expect(await read(under, id)).toMatchObject({ counts: { running: 5 } })
  })
})

test('when jobs ended lately is told of those that had been sent, and not of what was canceled before', async () => {
  const under = ledgerUnderTest(own.redis)
  const before = Date.now() - 60_000
  const batch = await submitBatch(under, { lines: 3 })
  await advanceAll(under)
  await under.ledger.cancel(jobIdOf(batch.id, 2))
  expect(await under.ledger.batches.endsLately()).toEqual([])
  const sent = await sendFed(under)
  expect(sent).toHaveLength(2)
  for (const id of sent) await settle(under, id, costing(1))
  const ends = await under.ledger.batches.endsLately()
  expect(ends).toHaveLength(2)
  expect(ends[0]).toBeGreaterThanOrEqual(ends[1]!)
  expect(ends[1]).toBeGreaterThan(before)
})
