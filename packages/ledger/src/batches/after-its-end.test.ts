import { describe, expect, test } from '@jest/globals'
import type { State } from '@kiln/lifecycle'
import type { JobForAct } from '../acts/acts.ts'
import { advanceAll, allRows, submitBatch } from '../testing/batches.ts'
import { ledgerUnderTest, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, goodEvidence, hinted, note } from '../testing/reads.ts'
import { jobIdOf } from './read-rows.ts'

const own = usePrivateRedis()
const plain = { by: 'ops', confirmed: true, edited: null, charged: null }
const taskOf = (id: string, attempt = 1) => ({ id, attempt, taskId: `${id}-${attempt}`, hintsSeen: 0 })

const seen = async ({ ledger }: LedgerUnderTest, id: string): Promise<JobForAct> =>
  (await ledger.acts.read(id))!

/** Its counts without the zeros, its credits, and whether it has ended. */
async function stands({ ledger }: LedgerUnderTest, batch: string) {
  const { counts, credits, endedAt } = (await ledger.batches.read(batch))!
  const some = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  return { counts: some as Partial<Record<State, number>>, credits, ended: endedAt !== null }
}

async function send({ ledger }: LedgerUnderTest, attempt = 1): Promise<void> {
  for (const { id } of (await ledger.feed()).rings) {
    await ledger.begin(id, `secret-${attempt}`)
    const { taskId } = taskOf(id, attempt)
    await ledger.recordAnswer({ id, attempt }, { event: 'bound', taskId }, {})
  }
}

/** A batch of one line, each worth two credits at most, whose job was sent. */
async function oneSent(under: LedgerUnderTest, budget = 100): Promise<{ batch: string; id: string }> {
  const batch = await submitBatch(under, { lines: 1, budget })
  await advanceAll(under)
  await send(under)
  return { batch: batch.id, id: jobIdOf(batch.id, 0) }
}

const result = { urls: ['https://a/b.png'] }
const costing = (creditsConsumed: number) => note({ event: 'succeeded', result, creditsConsumed })
const FAILED = { ...failed, creditsConsumed: 0.5 }
const credits = (held: number, charged: number, wasted: number, used: number) => ({
  held,
  charged,
  wasted,
  used,
})

describe('a batch that had ended, when a person acts on a job of it,', () => {
  test('runs again through a requeue, and ends again', async () => {
    const under = ledgerUnderTest(own.redis)
    const { batch, id } = await oneSent(under)
    await under.ledger.recordRead(taskOf(id), note(FAILED))
    expect(await stands(under, batch)).toEqual({
      counts: { failed: 1 },
      credits: credits(0, 0.5, 0.5, 0.5),
      ended: true,
    })
    await under.ledger.acts.requeue(await seen(under, id), plain)
    expect(await stands(under, batch)).toMatchObject({ counts: { queued: 1 }, ended: false })
    await send(under, 2)
    expect(await stands(under, batch)).toEqual({
      counts: { running: 1 },
      credits: credits(2, 0.5, 0.5, 2.5),
      ended: false,
    })
    await under.ledger.recordRead(taskOf(id, 2), costing(1))
    expect(await stands(under, batch)).toEqual({
      counts: { succeeded: 1 },
      credits: credits(0, 1.5, 0.5, 1.5),
      ended: true,
    })
    expect((await allRows(under, batch))[0]).toMatchObject({ job: { state: 'succeeded', batchId: batch } })
  })

  test('stays ended through an adopted result, whose charge is wasted no more', async () => {
    const under = ledgerUnderTest(own.redis)
    const { batch, id } = await oneSent(under)
    await under.ledger.recordRead(taskOf(id), note(FAILED))
    const success = { result: { urls: ['https://a/found.png'] }, credits: 1 }
    await under.ledger.acts.adopt(await seen(under, id), { by: 'ops' }, success, goodEvidence)
    expect(await stands(under, batch)).toEqual({
      counts: { succeeded: 1 },
      credits: credits(0, 1, 0, 1),
      ended: true,
    })
  })

  test('runs again while a resumed task does', async () => {
    const under = ledgerUnderTest(own.redis)
    const { batch, id } = await oneSent(under)
    await under.ledger.recordRead(taskOf(id), note({ ...failed, creditsConsumed: 0 }))
    await under.ledger.acts.resume(await seen(under, id), { by: 'ops' }, goodEvidence)
    expect(await stands(under, batch)).toMatchObject({
      counts: { running: 1 },
      credits: { held: 2 },
      ended: false,
    })
    await under.ledger.recordRead(taskOf(id), costing(2))
    expect(await stands(under, batch)).toEqual({
      counts: { succeeded: 1 },
      credits: credits(0, 2, 0, 2),
      ended: true,
    })
  })

  test('runs again once a parked job of it is bound', async () => {
    const under = ledgerUnderTest(own.redis, { unconfirmedHorizonMs: 0 })
    const batch = await submitBatch(under, { lines: 1 })
    await advanceAll(under)
    const [ring] = (await under.ledger.feed()).rings
    await under.ledger.begin(ring!.id, 's')
    await under.ledger.recordAnswer({ id: ring!.id, attempt: 1 }, { event: 'lost', cause: 'timeout' }, {})
    for (const overdue of await under.ledger.findOverdue(10))
      if ('state' in overdue) await under.ledger.endOverdue(overdue)
    expect(await stands(under, batch.id)).toMatchObject({
      counts: { parked: 1 },
      credits: { held: 2 },
      ended: true,
    })
    const bind = { by: 'ops', act: 'bind', taskId: 'found' } as const
    await under.ledger.acts.bind(await seen(under, ring!.id), bind, goodEvidence)
    expect(await stands(under, batch.id)).toMatchObject({ counts: { running: 1 }, ended: false })
    await under.ledger.recordRead({ ...taskOf(ring!.id), taskId: 'found' }, costing(2))
    expect(await stands(under, batch.id)).toEqual({
      counts: { succeeded: 1 },
      credits: credits(0, 2, 0, 2),
      ended: true,
    })
  })

  test('has nothing open left once a parked job of it is written off; what it may have cost stays used', async () => {
    const under = ledgerUnderTest(own.redis)
    const { batch, id } = await oneSent(under)
    await under.ledger.recordRead(taskOf(id), note({ event: 'vanished' }))
    expect(await stands(under, batch)).toMatchObject({
      counts: { parked: 1 },
      credits: { held: 2 },
      ended: true,
    })
    await under.ledger.acts.writeOff(await seen(under, id), 'ops')
    expect(await stands(under, batch)).toEqual({
      counts: { canceled: 1 },
      credits: credits(0, 0, 0, 2),
      ended: true,
    })
  })
})

describe('a batch with a record that cannot be read any more', () => {
  const DAMAGES: readonly [string, (jobKey: string) => Promise<unknown>][] = [
    ['is no hash', (jobKey) => own.redis.set(jobKey, 'x')],
    ['lacks its lane and model', (jobKey) => own.redis.hdel(jobKey, 'lane', 'model')],
    ['has a state that there is not', (jobKey) => own.redis.hset(jobKey, 'state', 'walking')],
  ]

  test.each(DAMAGES)(
    'and %s has it as parked, then as canceled, and holds nothing for it',
    async (_what, damage) => {
      const under = ledgerUnderTest(own.redis)
      await submitBatch(under, { lines: 2 })
      const { batch, id } = await oneSent(under)
      await damage(`${under.prefix}:job:${id}`)
      await under.ledger.quarantine(id, 'a fault')
      expect(await stands(under, batch)).toMatchObject({ counts: { parked: 1 }, ended: true })
      await under.ledger.acts.writeOff(await seen(under, id), 'ops')
      expect(await stands(under, batch)).toMatchObject({
        counts: { canceled: 1 },
        credits: { held: 0 },
        ended: true,
      })
    },
  )

  test.each(DAMAGES)('and %s counts it as queued no longer', async (_what, damage) => {
    const under = ledgerUnderTest(own.redis, { queuePerKey: { acme: 3 } })
    const { id } = await submitBatch(under, { lines: 3 })
    await advanceAll(under)
    await damage(`${under.prefix}:job:${jobIdOf(id, 1)}`)
    await under.ledger.quarantine(jobIdOf(id, 1), 'a fault')
    expect(await stands(under, id)).toMatchObject({ counts: { queued: 2, parked: 1 } })
    expect(await own.redis.hget(`${under.prefix}:queuedByTenant`, 'acme')).toBe('2')
    expect(await own.redis.hget(`${under.prefix}:queuedByModel`, 'nano-banana-2')).toBe('2')
    await submitBatch(under, { lines: 1 })
  })

  test('has a row for it all the same, behind the line before it', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await submitBatch(under, { lines: 3, of: (line) => ({ customId: `odd-${line}` }) })
    await advanceAll(under)
    await own.redis.hset(`${under.prefix}:job:${jobIdOf(id, 0)}`, 'line', 7)
    await own.redis.hset(`${under.prefix}:job:${jobIdOf(id, 2)}`, 'line', 9)
    await own.redis.set(`${under.prefix}:job:${jobIdOf(id, 1)}`, 'x')
    expect((await allRows(under, id)).map(({ line }) => line)).toEqual([7, 8, 9])
  })
})

test('what a stray task of a batch cost is charged to the batch, wasted, and part of its budget', async () => {
  const under = ledgerUnderTest(own.redis)
  const { ledger } = under
  const { id: batch } = await submitBatch(under, { lines: 1, budget: 10 })
  await advanceAll(under)
  const id = jobIdOf(batch, 0)
  await ledger.feed()
  await ledger.begin(id, 'secret-1')
  await ledger.recordAnswer(
    { id, attempt: 1 },
    { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' },
    {},
  )
  await send(under, 2)
  const claim = await hinted(ledger, { id, attempt: 1, secret: 'secret-1' }, 'made-all-the-same')
  const verdict = { result: { urls: ['https://a/1.png'] }, credits: 1.5 }
  expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict }, goodEvidence, 0)).toBe('stray')
  await ledger.recordConfirmation(claim, { kind: 'ours', verdict }, goodEvidence, 0)
  expect((await stands(under, batch)).credits).toEqual(credits(2, 1.5, 1.5, 3.5))
})
