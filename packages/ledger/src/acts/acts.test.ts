import { describe, expect, test } from '@jest/globals'
import type { Failure } from '@kiln/lifecycle'
import {
  begun,
  ledgerUnderTest,
  newJob,
  running,
  type LedgerUnderTest,
} from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, goodEvidence, hinted, note, succeeded } from '../testing/reads.ts'
import type { Confirmation } from '../watch/confirm.ts'
import { seenOf, type JobForAct } from './acts.ts'

const own = usePrivateRedis()

const REFUSED: Failure = { class: 'invalidInput', code: '422', message: 'x', charged: 'no' }
const plain = { by: 'ops', confirmed: false, edited: null, charged: null }
const eventsOf = async ({ ledger }: LedgerUnderTest, id: string) =>
  (await ledger.timeline(id)).map(({ event, detail }) => ({ event, ...(detail && { detail }) }))
const seen = async ({ ledger }: LedgerUnderTest, id: string): Promise<JobForAct> => {
  const found = await ledger.acts.read(id)
  if (!found) throw new Error(`no job ${id}`)
  return found
}
/** A second attempt of a requeued job. */
async function beginAgain({ ledger }: LedgerUnderTest, id: string, secret = 'a-secret-of-attempt-2') {
  await ledger.feed()
  const again = await ledger.begin(id, secret)
  if (again.kind !== 'go') throw new Error(`begin said ${again.kind}`)
  return again
}
async function failedJob(under: LedgerUnderTest, overrides = {}) {
  const task = await running(under.ledger, `task-${Math.random()}`, overrides)
  await under.ledger.recordRead(task, note(failed))
  return task
}
async function parkedJob(under: LedgerUnderTest, overrides = {}) {
  const task = await running(under.ledger, `task-${Math.random()}`, overrides)
  await under.ledger.recordRead(task, note({ event: 'vanished' }))
  return task
}

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

describe('an adopted result', () => {
  test('corrects a failure: state, result and credits, and no new attempt', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { id } = await failedJob(under)
    const found = await seen(under, id)
    const success = { result: { urls: ['https://a/found.png'] }, credits: 8 }
    expect(await ledger.acts.adopt(found, { by: 'ops' }, success, goodEvidence)).toEqual({
      kind: 'done',
      state: 'succeeded',
    })
    expect(await ledger.read(id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      failure: null,
      result: success.result,
      creditsCharged: 8,
    })
    expect((await ledger.figures()).credits).toEqual([
      { model: 'nano-banana-2', outcome: 'rescued', credits: 8 },
    ])
    const outbox = await own.redis.xrange(`${under.prefix}:outbox`, '-', '+')
    expect(outbox.map(([, fields]) => fields[5])).toEqual(['failed', 'rescued'])
  })

  test('and a resumed task have a limit of their own', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { id } = await failedJob(under)
    const before = await seen(under, id)
    await ledger.acts.resume(before, { by: 'ops' }, goodEvidence)
    const after = await ledger.read(id)
    expect(after).toMatchObject({ state: 'running', taskId: before.job.taskId, attempt: 1, failure: null })
    expect(after!.limitAt).toBeGreaterThan(before.job.limitAt!)
    expect((await ledger.claim(10)).claims).toMatchObject([{ kind: 'watch', job: { id } }])
  })
})

describe('binding a task', () => {
  test('puts a parked job under watch, and the task belongs to no other', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const lost = await begun(ledger)
    await ledger.recordAnswer(lost, { event: 'lost', cause: 'timeout' }, {})
    const bind = { by: 'ops', act: 'bind', taskId: 'task-found' } as const
    const outcome = await ledger.acts.bind(await seen(under, lost.id), bind, goodEvidence)
    expect(outcome).toEqual({ kind: 'done', state: 'running' })
    expect((await eventsOf(under, lost.id)).at(-1)).toMatchObject({
      event: 'bound',
      detail: { by: 'ops', act: 'bind', taskId: 'task-found' },
    })
    const other = await begun(ledger)
    await ledger.recordAnswer(other, { event: 'lost', cause: 'timeout' }, {})
    expect(await ledger.acts.bind(await seen(under, other.id), bind, goodEvidence)).toEqual({
      kind: 'taken',
      id: lost.id,
    })
    expect(await ledger.read(other.id)).toMatchObject({ state: 'unconfirmed', taskId: null })
  })

  test('shows when its call had reached KIE at the latest, and its place in the window comes back', async () => {
    const under = ledgerUnderTest(own.redis, { submitWindow: { count: 1, windowMs: 1 } })
    const { ledger } = under
    const lost = await begun(ledger)
    await ledger.recordAnswer(lost, { event: 'lost', cause: 'timeout' }, {})
    expect((await ledger.figures()).submitWindowUsed).toBe(1)
    const bind = { by: 'ops', act: 'bind', taskId: 'task-found' } as const
    await ledger.acts.bind(await seen(under, lost.id), bind, goodEvidence)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect((await ledger.figures()).submitWindowUsed).toBe(0)
  })

  test('that an answer of KIE gave to a job cannot be given to another', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-of-the-first')
    const other = await begun(ledger)
    await ledger.recordAnswer(other, { event: 'lost', cause: 'timeout' }, {})
    const bind = { by: 'ops', act: 'bind', taskId: 'task-of-the-first' } as const
    const outcome = await ledger.acts.bind(await seen(under, other.id), bind, goodEvidence)
    expect(outcome).toEqual({ kind: 'taken', id: task.id })
  })
})

describe('writing off', () => {
  test('is refused to somebody who saw the job before another sent it again', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await parkedJob(under)
    const early = await seen(under, id)
    await under.ledger.acts.requeue(early, { ...plain, confirmed: true, by: 'another' })
    await beginAgain(under, id)
    await under.ledger.recordAnswer({ id, attempt: 2 }, { event: 'bound', taskId: 'task-2' }, {})
    const second = { id, attempt: 2, taskId: 'task-2', hintsSeen: 0 }
    await under.ledger.recordRead(second, note({ event: 'vanished' }))
    expect(await under.ledger.acts.writeOff(early, 'ops')).toMatchObject({
      kind: 'stale',
      lastAct: { by: 'another', act: 'requeue' },
    })
    expect(await under.ledger.read(id)).toMatchObject({ state: 'parked', attempt: 2 })
  })

  test('ends a parked job, and counts what it may have cost apart from what it did', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 100 } })
    const { ledger, prefix } = under
    const { id } = await parkedJob(under, { ceiling: 12, quoted: { min: 8, max: 12 } })
    expect(await ledger.acts.writeOff(await seen(under, id), 'ops')).toEqual({
      kind: 'done',
      state: 'canceled',
    })
    expect(await ledger.read(id)).toMatchObject({ state: 'canceled', parkedReason: null })
    const { credits, possiblyWasted } = await ledger.figures()
    expect({ credits, possiblyWasted }).toEqual({
      credits: [{ model: 'nano-banana-2', outcome: 'delivered', credits: 0 }],
      possiblyWasted: [{ model: 'nano-banana-2', credits: 12 }],
    })
    expect((await eventsOf(under, id)).at(-1)).toEqual({
      event: 'writtenOff',
      detail: { by: 'ops', act: 'writeOff', creditsAtStake: 12, charged: 'unknown' },
    })
    // Nobody knows what it cost, so it stays reserved in the day's budget.
    const [spent] = await own.redis.keys(`${prefix}:spent:acme:*`)
    expect(await own.redis.get(spent!)).toBe('12000000')
    expect(await ledger.acts.writeOff(await seen(under, id), 'ops')).toMatchObject({ kind: 'stale' })
  })

  test.each<[string, (jobKey: string) => Promise<unknown>]>([
    ['lacks its lane', (jobKey) => own.redis.hdel(jobKey, 'lane', 'model')],
    ['has an input cut short', (jobKey) => own.redis.hset(jobKey, 'input', '{"cut')],
    ['is no hash any more', (jobKey) => own.redis.set(jobKey, 'x')],
  ])('works on a quarantined record that %s, and figures stay true', async (_name, damage) => {
    const under = ledgerUnderTest(own.redis)
    const { ledger, prefix } = under
    const job = newJob()
    await ledger.accept(job, null)
    await damage(`${prefix}:job:${job.id}`)
    await ledger.quarantine(job.id, 'a fault')
    const parked = await seen(under, job.id)
    expect(parked).toMatchObject({ readable: false, job: { state: 'parked', fault: 'a fault' } })
    expect(await ledger.acts.requeue(parked, plain)).toEqual({ kind: 'unreadable' })
    expect(await ledger.acts.writeOff(parked, 'ops')).toEqual({ kind: 'done', state: 'canceled' })
    expect(await ledger.audit(10)).toMatchObject([{ id: job.id, act: 'writeOff' }])
    const { accepted, states } = await ledger.figures()
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(accepted)
    const { jobs } = await ledger.list({ tenant: null, state: 'canceled', limit: 10 })
    expect(jobs).toHaveLength(1)
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

const person = async (under: LedgerUnderTest, id: string) => {
  const job = seenOf((await seen(under, id)).job)
  return (asker: string) => under.ledger.acts.takeRead(job, asker, 5_000)
}

describe('a person who asks KIE', () => {
  test('takes a place in the read meter, before the reads of the watch', async () => {
    const under = ledgerUnderTest(own.redis, { pollWindow: { count: 1, windowMs: 600_000 } })
    const { id } = await failedJob(under)
    const watched = await running(under.ledger, 'task-watched')
    const take = await person(under, id)
    expect(await take('one')).toMatchObject({ kind: 'go' })
    expect(await take('two')).toMatchObject({ kind: 'wait' })
    // The place that comes free is the person's, though a read of the watch is due.
    await own.redis.del(`${under.prefix}:reads`)
    expect((await under.ledger.claim(10)).claims).toEqual([])
    expect(await take('two')).toMatchObject({ kind: 'go' })
    await own.redis.del(`${under.prefix}:reads`)
    expect((await under.ledger.claim(10)).claims).toMatchObject([{ job: { id: watched.id } }])
  })

  test('is told when the job has changed meanwhile, and by whom', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under)
    const take = await person(under, id)
    await under.ledger.acts.requeue(await seen(under, id), { ...plain, by: 'another' })
    expect(await take('one')).toMatchObject({ kind: 'stale', lastAct: { by: 'another' } })
  })

  test('hears of a gate that holds all reads', async () => {
    const under = ledgerUnderTest(own.redis)
    const { id } = await failedJob(under)
    const other = await begun(under.ledger)
    const gate = { gate: 'auth', holdMs: 60_000, cause: 'the key is refused' } as const
    await under.ledger.recordAnswer(other, { event: 'released', gate, pauseMs: 0, wire: 'answered' }, {})
    const take = await person(under, id)
    expect(await take('one')).toMatchObject({ kind: 'held', gate: 'auth', cause: 'the key is refused' })
  })
})

test('a cancel stands in the audit once, however often it is asked for', async () => {
  const under = ledgerUnderTest(own.redis)
  const { ledger } = under
  const task = await running(ledger, 'task-1', { ceiling: 12 })
  await Promise.all([ledger.cancel(task.id, 'ops'), ledger.cancel(task.id, 'ops')])
  await ledger.cancel(task.id, 'ops')
  expect(await ledger.audit(10)).toMatchObject([
    { id: task.id, by: 'ops', act: 'cancel', event: 'cancelRequested', from: 'running', credits: '12' },
  ])
})
