import { describe, expect, test } from '@jest/globals'
import type { Failure, ReadDecision } from '@kiln/lifecycle'
import { advanceAll, submitBatch } from '../testing/batches.ts'
import { begun, ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { goodEvidence, note } from '../testing/reads.ts'
import type { FailureQuery } from './list-failures.ts'

const own = usePrivateRedis()

let tasks = 0
const failing = (
  message: string,
  credits: number | null = 0,
  failure: Partial<Failure> = {},
): ReadDecision => ({
  event: 'failed',
  failure: { class: 'generationFailed', code: '501', message, charged: 'unknown', ...failure },
  creditsConsumed: credits,
})
async function failedJob(
  { ledger }: LedgerUnderTest,
  decision: ReadDecision,
  overrides = {},
): Promise<string> {
  const task = await running(ledger, `task-${tasks++}`, overrides)
  await ledger.recordRead(task, note(decision))
  return task.id
}
const groups = async ({ ledger }: LedgerUnderTest, query: Partial<FailureQuery> = {}) =>
  (await ledger.failures({ tenant: 'acme', order: 'biggest', limit: 100, ...query })).groups
const requeue = async ({ ledger }: LedgerUnderTest, id: string) => {
  const found = await ledger.acts.read(id)
  return ledger.acts.requeue(found!, { by: 'ops', confirmed: true, edited: null, charged: null })
}

/** A number without digits. */
const letters = (n: number) =>
  Array.from(n.toString(26), (digit) => String.fromCodePoint(97 + parseInt(digit, 26))).join('')

describe('failed jobs', () => {
  test('stand together when they have one cause, with what they cost and the newest of them', async () => {
    const under = ledgerUnderTest(own.redis)
    const ids: string[] = []
    for (const n of [1, 2, 3, 4, 5, 6]) ids.push(await failedJob(under, failing(`worker ${n}0 gave up`, 1.5)))
    const other = await failedJob(under, failing('out of memory'))
    const [big, small] = await groups(under)
    expect(big).toMatchObject({
      cause: expect.stringMatching(/^cause_[0-9a-f]{16}$/),
      class: 'generationFailed',
      code: '501',
      model: 'nano-banana-2',
      text: 'worker # gave up',
      count: 6,
      lost: 9,
      samples: ids.slice(1).toReversed(),
    })
    expect(big!.lastAt).toBeGreaterThanOrEqual(big!.firstAt)
    expect(big!.trend).toHaveLength(24)
    expect(big!.trend.reduce((sum, hour) => sum + hour)).toBe(6)
    expect(small).toMatchObject({ text: 'out of memory', count: 1, samples: [other] })
    expect(await under.ledger.read(ids[0]!)).toMatchObject({ cause: big!.cause })
    const { jobs } = await under.ledger.list({ tenant: 'acme', cause: big!.cause, limit: 10 })
    expect(jobs.map(({ id }) => id)).toEqual(ids.toReversed())
  })

  test('have the same cause in every installation, and another one for another model, class or code', async () => {
    const [one, other] = [ledgerUnderTest(own.redis), ledgerUnderTest(own.redis)]
    for (const under of [one, other]) await failedJob(under, failing('gave up'))
    await failedJob(other, failing('gave up'), { model: 'sora-2-text-to-video' })
    await failedJob(other, failing('gave up', 0, { code: '500' }))
    await failedJob(other, failing('gave up', 0, { class: 'upstreamError' }))
    const [known] = await groups(one)
    const causes = (await groups(other)).map(({ cause }) => cause)
    expect(new Set(causes).size).toBe(4)
    expect(causes).toContain(known!.cause)
  })

  test('that KIE refused at once are grouped like those whose task failed', async () => {
    const under = ledgerUnderTest(own.redis)
    const attempt = await begun(under.ledger)
    const failure: Failure = {
      class: 'invalidInput',
      code: '422',
      message: 'image 7 is too small',
      charged: 'no',
    }
    await under.ledger.recordAnswer(attempt, { event: 'rejected', failure, gate: null }, {})
    expect(await groups(under)).toMatchObject([
      { class: 'invalidInput', text: 'image # is too small', count: 1 },
    ])
  })

  test('leave their group when they are requeued, rescued or resumed, with what they had cost', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const [first, second, third] = [
      await failedJob(under, failing('gave up', 2)),
      await failedJob(under, failing('gave up', 2)),
      await failedJob(under, failing('gave up', 2)),
    ]
    await requeue(under, first)
    expect(await groups(under)).toMatchObject([{ count: 2, lost: 4 }])
    expect(await ledger.read(first)).toMatchObject({ cause: null })
    const success = { result: { urls: ['https://a/b'] }, credits: 2 }
    await ledger.acts.adopt((await ledger.acts.read(second))!, { by: 'ops' }, success, goodEvidence)
    expect(await groups(under)).toMatchObject([{ count: 1, lost: 2 }])
    await ledger.acts.resume((await ledger.acts.read(third))!, { by: 'ops' }, goodEvidence)
    expect(await groups(under)).toEqual([])
  })

  test('that come back are known again: when the first was seen, and how many there were', async () => {
    const under = ledgerUnderTest(own.redis)
    const id = await failedJob(under, failing('gave up', 2))
    const [before] = await groups(under)
    await requeue(under, id)
    expect(await own.redis.pttl(`${under.prefix}:cause:tenant:acme:${before!.cause}`)).toBeGreaterThan(0)
    await failedJob(under, failing('gave up', 2))
    const [after] = await groups(under)
    expect(after).toMatchObject({ cause: before!.cause, firstAt: before!.firstAt, count: 1, lost: 2 })
    expect(after!.trend.at(-1)! + after!.trend.at(-2)!).toBe(2)
    expect(await own.redis.pttl(`${under.prefix}:cause:tenant:acme:${before!.cause}`)).toBe(-1)
  })

  test('that were to be canceled end as canceled, and stand in no group', async () => {
    const under = ledgerUnderTest(own.redis)
    const task = await running(under.ledger, 'a-canceled-task')
    await under.ledger.cancel(task.id)
    await under.ledger.recordRead(task, note(failing('gave up')))
    expect(await groups(under)).toEqual([])
  })

  test('of another tenant stand in groups of their own, and are found by no filter', async () => {
    const under = ledgerUnderTest(own.redis)
    await failedJob(under, failing('gave up'), { tenant: 'other' })
    expect(await groups(under)).toEqual([])
    const [theirs] = await groups(under, { tenant: 'other' })
    expect(theirs).toMatchObject({ count: 1 })
    expect((await under.ledger.list({ tenant: 'acme', cause: theirs!.cause, limit: 10 })).jobs).toEqual([])
  })

  test('of a batch are counted there as well', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { id } = await submitBatch(under, { lines: 3 })
    await advanceAll(under)
    const { rings } = await ledger.feed()
    for (const ring of rings) {
      await ledger.begin(ring.id, 's')
      await ledger.recordAnswer({ id: ring.id, attempt: 1 }, { event: 'bound', taskId: `of-${ring.id}` }, {})
      const task = { id: ring.id, attempt: 1, taskId: `of-${ring.id}`, hintsSeen: 0 }
      await ledger.recordRead(task, note(failing('gave up', 1)))
    }
    await failedJob(under, failing('gave up', 1))
    expect(await groups(under)).toMatchObject([{ count: 4, lost: 4 }])
    const [ofBatch] = await groups(under, { batchId: id })
    expect(ofBatch).toMatchObject({ count: 3, lost: 3 })
    await requeue(under, rings[0]!.id)
    expect(await groups(under, { batchId: id })).toMatchObject([{ count: 2, lost: 2 }])
    const { jobs } = await ledger.list({ tenant: 'acme', cause: ofBatch!.cause, batchId: id, limit: 10 })
    expect(jobs).toHaveLength(2)
  })

  test('are listed by pages, newest or biggest first, and by what is asked for', async () => {
    const under = ledgerUnderTest(own.redis)
    for (const [text, times] of [
      ['first', 1],
      ['second', 3],
      ['third', 2],
    ] as const) {
      for (let n = 0; n < times; n++) await failedJob(under, failing(text))
    }
    await failedJob(under, failing('last', 0, { class: 'upstreamError' }), { model: 'z-image' })
    const texts = async (query: Partial<FailureQuery>) => (await groups(under, query)).map(({ text }) => text)
    expect((await texts({ order: 'newest' })).at(0)).toBe('last')
    expect((await texts({})).slice(0, 2)).toEqual(['second', 'third'])
    expect(await texts({ class: 'upstreamError' })).toEqual(['last'])
    expect(await texts({ model: 'z-image' })).toEqual(['last'])
    expect(await texts({ since: Date.now() + 3_600_000 })).toEqual([])
    expect(await texts({ until: 1 })).toEqual([])
    const query = { tenant: 'acme', order: 'biggest', limit: 3 } as const
    const page = await under.ledger.failures(query)
    const rest = await under.ledger.failures({ ...query, cursor: page.nextCursor! })
    expect([page.groups.length, rest.groups.length, rest.nextCursor]).toEqual([3, 1, null])
  })

  test('with messages that are never alike fill no more groups than there is room for', async () => {
    const under = ledgerUnderTest(own.redis)
    const index = `${under.prefix}:causesByTime:tenant:acme`
    // As if so many had come before.
    await own.redis.zadd(index, ...Array.from({ length: 1_999 }, (_, n) => [1, `cause_${letters(n)}`]).flat())
    for (let n = 0; n < 5; n++) await failedJob(under, failing(`never alike: ${letters(1_000 + n)}`))
    expect(await own.redis.zcard(index)).toBe(2_001)
    const [rest] = await groups(under)
    expect(rest).toMatchObject({ class: 'generationFailed', code: '', model: '', text: '', count: 4 })
  })
})
