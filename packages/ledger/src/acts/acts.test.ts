import { describe, expect, test } from '@jest/globals'
import { begun, ledgerUnderTest, newJob, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { goodEvidence, note } from '../testing/reads.ts'
import { beginAgain, eventsOf, failedJob, parkedJob, plain, seen } from './acts.test.kit.ts'

const own = usePrivateRedis()

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
    while ((await ledger.figures()).submitWindowUsed > 0);
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
