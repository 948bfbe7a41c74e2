import { describe, expect, test } from '@jest/globals'
import { begun, ledgerUnderTest, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, goodEvidence, hinted, note, succeeded } from '../testing/reads.ts'
import type { Confirmation } from '../watch/confirm.ts'
import { REFUSED, beginAgain, eventsOf, failedJob, plain, seen } from './acts.test.kit.ts'

const own = usePrivateRedis()

describe('a requeue', () => {
  test('opens one new attempt in its old place, and says who did it', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { id } = await failedJob(under, { ceiling: 12, quoted: { min: 8, max: 12 } })
    const outcome = await ledger.acts.requeue(await seen(under, id), plain)
    expect(outcome).toEqual({ kind: 'done', state: 'queued' })
    expect(await ledger.read(id)).toMatchObject({ state: 'queued', attempt: 1, taskId: null, failure: null })
    expect((await eventsOf(under, id)).at(-1)).toEqual({
      event: 'requeued',
      detail: { by: 'ops', act: 'requeue', creditsAtStake: 12 },
    })
    expect(await ledger.audit(10)).toMatchObject([
      { id, by: 'ops', act: 'requeue', from: 'failed', to: 'queued', attempt: 1, credits: '12' },
    ])
    const again = await beginAgain(under, id)
    expect(again.attempt).toBe(2)
    expect((await ledger.list({ tenant: 'acme', failure: 'upstreamError', limit: 5 })).jobs).toEqual([])
  })

  test('is had by one of many who ask at once; the others hear who and when', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under)
    const found = await seen(under, id)
    const people = Array.from({ length: 50 }, (_, n) => `person-${n}`)
    const outcomes = await Promise.all(people.map((by) => under.ledger.acts.requeue(found, { ...plain, by })))
    const done = outcomes.flatMap((outcome, n) => (outcome.kind === 'done' ? [people[n]] : []))
    expect(done).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.kind === 'done') continue
      expect(outcome).toEqual({
        kind: 'stale',
        lastAct: { by: done[0], act: 'requeue', at: expect.any(Number) },
      })
    }
    expect(await under.ledger.audit(100)).toHaveLength(1)
  })

  test('asked by somebody who saw an act before the last is refused, whatever the state is again', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under)
    const early = await seen(under, id)
    await under.ledger.acts.requeue(early, plain)
    await under.ledger.cancel(id, 'another')
    const canceled = await seen(under, id)
    await under.ledger.acts.requeue(canceled, plain)
    await under.ledger.cancel(id, 'another')
    // The state and the attempt are the same as those of `canceled`.
    expect(await under.ledger.acts.requeue(canceled, plain)).toMatchObject({
      kind: 'stale',
      lastAct: { by: 'another', act: 'cancel' },
    })
  })

  test('of somebody who saw an earlier attempt is refused, though the job is parked again', async () => {
    const under = ledgerUnderTest(own.redis, { unconfirmedHorizonMs: 0 })
    const { ledger } = under
    const park = async (attempt: number) => {
      await ledger.recordAnswer({ id, attempt }, { event: 'lost', cause: 'timeout' }, {})
      await ledger.endOverdue({ id, state: 'unconfirmed', attempt })
    }
    const { id } = await begun(ledger)
    await park(1)
    const early = await seen(under, id)
    const released = { event: 'released', gate: null, pauseMs: 0, wire: 'answered' } as const
    await ledger.recordAnswer({ id, attempt: 1 }, released, {})
    await beginAgain(under, id)
    await park(2)
    expect(await ledger.acts.requeue(early, { ...plain, confirmed: true })).toMatchObject({ kind: 'stale' })
    expect(await ledger.read(id)).toMatchObject({ state: 'parked', attempt: 2 })
  })

  test('takes an edited input, its price and its budget, and keeps the earlier one', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 100 } })
    const { ledger, prefix } = under
    const { id } = await failedJob(under, {
      ceiling: 12,
      quoted: { min: 12, max: 12 },
      input: { prompt: 'a' },
    })
    const edited = { input: { prompt: 'b' }, type: 'i2i', quoted: { min: 20, max: 30 }, ceiling: 30 }
    await ledger.acts.requeue(await seen(under, id), { ...plain, edited })
    const again = await beginAgain(under, id)
    expect(again.job).toMatchObject({ input: { prompt: 'b' }, type: 'i2i', quoted: { min: 20, max: 30 } })
    const today = Math.floor(again.now / 86_400_000)
    // What the failed attempt was refunded is free again; the new one reserves its own most.
    expect(await own.redis.get(`${prefix}:spent:acme:${today}`)).toBe('30000000')
    expect(await own.redis.hget(`${prefix}:job:${id}`, 'input:1')).toBe('{"prompt":"a"}')
    expect(await ledger.audit(1)).toMatchObject([{ earlierInput: 'input:1', credits: '30' }])
  })

  test('edited to what nobody can price holds nothing of the price that it had', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under, { ceiling: 12, quoted: { min: 12, max: 12 } })
    const edited = { input: { prompt: 'b' }, type: 't2i', quoted: 'unknown', ceiling: null } as const
    await under.ledger.acts.requeue(await seen(under, id), { ...plain, edited })
    expect(await under.ledger.read(id)).toMatchObject({ quoted: 'unknown', ceiling: null })
    await beginAgain(under, id)
    expect((await under.ledger.timeline(id)).at(-1)).not.toHaveProperty('detail')
  })

  test('counts successes without a result anew', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-empty')
    await ledger.recordRead(task, note({ event: null, readAt: 0, resultless: true }))
    await ledger.recordRead(task, note({ event: 'resultless', creditsConsumed: 8 }))
    expect(await ledger.read(task.id)).toMatchObject({ state: 'parked', resultlessReads: 1 })
    await ledger.acts.requeue(await seen(under, task.id), { ...plain, confirmed: true })
    expect(await ledger.read(task.id)).toMatchObject({ state: 'queued', resultlessReads: 0 })
  })

  test('edited twice before it is sent still knows what the attempt before was sent', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under, { input: { prompt: 'a' } })
    for (const prompt of ['b', 'c']) {
      const edited = { input: { prompt }, type: 't2i', quoted: 'unknown', ceiling: null } as const
      await under.ledger.acts.requeue(await seen(under, id), { ...plain, edited })
      if (prompt === 'b') await under.ledger.cancel(id, 'ops')
    }
    const history = await under.ledger.history(id)
    expect(history).toMatchObject({ job: { input: { prompt: 'c' } }, attempts: [{ input: { prompt: 'a' } }] })
  })

  test('after an edit still knows an earlier attempt by what that one was sent', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const first = await begun(ledger, { input: { prompt: 'a' } })
    await ledger.recordAnswer(first, { event: 'rejected', failure: REFUSED, gate: null }, {})
    const edited = { input: { prompt: 'b' }, type: 't2i', quoted: 'unknown', ceiling: null } as const
    await ledger.acts.requeue(await seen(under, first.id), { ...plain, edited })
    expect(await hinted(ledger, first, 'a-late-task')).toMatchObject({ input: { prompt: 'a' } })
    await beginAgain(under, first.id)
    const second = { id: first.id, attempt: 2, secret: 'a-secret-of-attempt-2' }
    expect(await hinted(ledger, second, 'its-own-task')).toMatchObject({ input: { prompt: 'b' } })
  })

  test('of a success lets its result go, and repeated callbacks do not bring it back', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-had')
    await ledger.recordRead(task, note(succeeded))
    await ledger.acts.requeue(await seen(under, task.id), { ...plain, confirmed: true })
    expect(await ledger.read(task.id)).toMatchObject({ state: 'queued', result: null, finishedAt: null })
    expect(await ledger.audit(1)).toMatchObject([
      { confirmed: true, from: 'succeeded', earlierResult: '{"urls":["https://a/b.png"]}' },
    ])
    const claim = await hinted(ledger, task, 'task-had')
    const success: Confirmation = { kind: 'ours', verdict: { result: { urls: [] }, credits: 7.5 } }
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('nothingToDo')
    expect(await ledger.read(task.id)).toMatchObject({ state: 'queued' })
  })

  test('of a canceled job takes the cancel back, so that it can be sent', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-canceled')
    await ledger.cancel(task.id, 'somebody')
    await ledger.recordRead(task, note(failed))
    expect(await ledger.read(task.id)).toMatchObject({ state: 'canceled' })
    await ledger.acts.requeue(await seen(under, task.id), plain)
    expect(await ledger.read(task.id)).toMatchObject({ state: 'queued', cancelRequestedAt: null })
    await beginAgain(under, task.id)
    await ledger.recordAnswer({ id: task.id, attempt: 2 }, { event: 'bound', taskId: 'task-2' }, {})
    await ledger.recordRead({ id: task.id, attempt: 2, taskId: 'task-2', hintsSeen: 0 }, note(succeeded))
    expect(await ledger.read(task.id)).toMatchObject({ state: 'succeeded' })
  })
})

test('a quarantined record that can be read is requeued like any parked job', async () => {
  const under = ledgerUnderTest(own.redis)
  const { id } = await begun(under.ledger)
  await under.ledger.quarantine(id, 'decided on by nobody')
  const found = await seen(under, id)
  expect(found).toMatchObject({ readable: true, job: { parkedReason: 'quarantined' } })
  expect(await under.ledger.acts.requeue(found, { ...plain, confirmed: true })).toMatchObject({
    kind: 'done',
    state: 'queued',
  })
  expect(await under.ledger.read(id)).toMatchObject({ parkedReason: null, fault: null })
  await beginAgain(under, id)
})
