import { describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import { jobIdOf } from '../batches/read-rows.ts'
import { advanceAll, submitBatch } from '../testing/batches.ts'
import { ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, goodEvidence, hinted, note, succeeded } from '../testing/reads.ts'
import { booked, withCharge, seen, sendAgain, success } from './acts.test.kit.ts'

const own = usePrivateRedis()

const retriedFor = (creditsConsumed: number): ReadDecision => ({
  event: 'retried',
  failure: failed.failure,
  creditsConsumed,
  gate: null,
  pauseMs: 0,
})

const possiblyWasted = async ({ ledger }: LedgerUnderTest) =>
  (await ledger.figures()).possiblyWasted.flatMap(({ credits }) => (credits === 0 ? [] : [credits]))

async function batchOfOne(under: LedgerUnderTest) {
  const batch = await submitBatch(under, { lines: 1 })
  await advanceAll(under)
  return { batch, id: jobIdOf(batch.id, 0) }
}

describe('a callback that comes again after its result was replaced', () => {
  test('is no stray task, and is not paid for twice in the books', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const first = await running(ledger, 'task-had')
    await ledger.recordRead(first, note(succeeded))
    await ledger.acts.requeue(await seen(under, first.id), withCharge)
    await sendAgain(under, first.id, 2, 'task-new')
    const claim = await hinted(ledger, first, 'task-had')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('nothingToDo')
    expect(await booked(under)).toEqual({ delivered: 7.5 })
  })
})

describe('a task that no attempt waits for any more', () => {
  test('is charged to its job, its batch and its budget, once', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 100 } })
    const { ledger } = under
    const batch = await submitBatch(under, { lines: 1, of: () => ({ ceiling: 10 }) })
    await advanceAll(under)
    const id = jobIdOf(batch.id, 0)
    const first = await sendAgain(under, id, 1, null)
    await ledger.recordAnswer(first, { event: 'lost', cause: 'timeout' }, {})
    await ledger.endOverdue({ id: id, state: 'unconfirmed', attempt: 1 })
    await ledger.acts.requeue(await seen(under, id), withCharge)
    const second = await sendAgain(under, id, 2, 'task-2')
    const claim = await hinted(ledger, first, 'task-1')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('stray')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('stray')
    expect(await booked(under)).toEqual({ wasted: 7.5 })
    expect(await ledger.read(id)).toMatchObject({ creditsCharged: 7.5 })
    const [spent] = await own.redis.keys(`${under.prefix}:spent:acme:*`)
    expect(await own.redis.get(spent!)).toBe('17500000')
    await ledger.recordRead(second, note(succeeded))
    expect(await booked(under)).toEqual({ wasted: 7.5, delivered: 7.5 })
    expect(await ledger.read(id)).toMatchObject({ creditsCharged: 15 })
    expect(await ledger.batches.read(batch.id)).toMatchObject({ credits: { charged: 15, wasted: 7.5 } })
  })

  test('costs only what its failure had not cost already', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const first = await running(ledger, 'task-flips')
    await ledger.recordRead(first, note({ ...failed, creditsConsumed: 7.5 }))
    await ledger.acts.requeue(await seen(under, first.id), withCharge)
    await sendAgain(under, first.id, 2, 'task-2')
    const claim = await hinted(ledger, first, 'task-flips')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('stray')
    expect(await booked(under)).toEqual({ failed: 7.5 })
    expect(await ledger.read(first.id)).toMatchObject({ creditsCharged: 7.5 })
  })
})

describe('what an attempt cost', () => {
  test('and KIE told only when it was asked for a requeue, was for nothing', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-1')
    await ledger.recordRead(task, note({ ...failed, creditsConsumed: null }))
    await ledger.acts.requeue(await seen(under, task.id), { ...withCharge, charged: 5 })
    expect(await booked(under)).toEqual({ failed: 5 })
    const second = await sendAgain(under, task.id, 2, 'task-2')
    await ledger.recordRead(second, note(succeeded))
    expect(await booked(under)).toEqual({ failed: 5, delivered: 7.5 })
  })

  test('may be lost with a write-off, whatever an earlier attempt cost', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-1', { ceiling: 12, quoted: { min: 8, max: 12 } })
    await ledger.recordRead(task, note({ ...failed, creditsConsumed: 5 }))
    await ledger.acts.requeue(await seen(under, task.id), withCharge)
    const second = await sendAgain(under, task.id, 2, 'task-2')
    await ledger.recordRead(second, note({ event: 'vanished' }))
    await ledger.acts.writeOff(await seen(under, task.id), 'ops')
    expect(await possiblyWasted(under)).toEqual([12])
    expect((await ledger.timeline(task.id)).at(-1)).toMatchObject({ detail: { charged: 'unknown' } })
  })

  test('without a result was for nothing once a person has it sent again', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-1')
    await ledger.recordRead(task, note({ event: 'resultless', creditsConsumed: 8 }))
    expect(await booked(under)).toEqual({})
    await ledger.acts.requeue(await seen(under, task.id), withCharge)
    expect(await booked(under)).toEqual({ wasted: 8 })
  })

  test('is not lost with a write-off where KIE told it', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-1', { ceiling: 12, quoted: { min: 8, max: 12 } })
    await ledger.recordRead(task, note({ event: 'resultless', creditsConsumed: 8 }))
    await ledger.acts.writeOff(await seen(under, task.id), 'ops')
    expect(await possiblyWasted(under)).toEqual([])
    expect(await booked(under)).toEqual({ wasted: 8 })
  })
})

describe('a batch', () => {
  test('keeps what a failed attempt wasted when a later one is rescued', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { batch, id } = await batchOfOne(under)
    const first = await sendAgain(under, id, 1, 'task-1')
    await ledger.recordRead(first, note(retriedFor(2)))
    const second = await sendAgain(under, id, 2, 'task-2')
    await ledger.recordRead(second, note({ event: 'limitPassed', readAt: 0 }))
    await ledger.recordRead(second, note(succeeded))
    expect(await ledger.batches.read(batch.id)).toMatchObject({ credits: { charged: 9.5, wasted: 2 } })
  })

  test('takes back what a failure wasted once it turns out a success', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { batch, id } = await batchOfOne(under)
    const first = await sendAgain(under, id, 1, 'task-1')
    await ledger.recordRead(first, note({ ...failed, creditsConsumed: 7.5 }))
    expect(await ledger.batches.read(batch.id)).toMatchObject({ credits: { charged: 7.5, wasted: 7.5 } })
    await ledger.acts.resume(await seen(under, id), { by: 'ops' }, goodEvidence)
    await ledger.recordRead(first, note(succeeded))
    expect(await ledger.batches.read(batch.id)).toMatchObject({ credits: { charged: 7.5, wasted: 0 } })
  })

  test('counts a damaged job that was written off as canceled', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger, prefix } = under
    const { batch, id } = await batchOfOne(under)
    await own.redis.hset(`${prefix}:job:${id}`, 'attempt', 'x')
    await ledger.quarantine(id, 'attempt: not a number')
    expect((await ledger.batches.read(batch.id))!.counts).toMatchObject({ queued: 0, parked: 1, canceled: 0 })
    await ledger.acts.writeOff(await seen(under, id), 'ops')
    expect((await ledger.batches.read(batch.id))!.counts).toMatchObject({ queued: 0, parked: 0, canceled: 1 })
  })
})
