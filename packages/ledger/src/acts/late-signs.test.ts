import { describe, expect, test } from '@jest/globals'
import { ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { goodEvidence, hinted, note } from '../testing/reads.ts'
import { booked, parkedUnanswered, withCharge, seen, sendAgain, success } from './acts.test.kit.ts'

const own = usePrivateRedis()

describe('a late callback', () => {
  test('brings the result of a job that was written off, whose task had vanished', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-back')
    await ledger.recordRead(task, note({ event: 'vanished' }))
    await ledger.acts.writeOff(await seen(under, task.id), 'ops')
    const claim = await hinted(ledger, task, 'task-back')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('rescued')
    expect(await ledger.read(task.id)).toMatchObject({
      state: 'canceled',
      result: { urls: ['https://a/b.png'] },
      creditsCharged: 7.5,
    })
    // Repeated, it says nothing new.
    const again = { ...task, jobId: task.id, claimsSuccess: true }
    expect(await ledger.hint(again)).toBe('ignored')
  })

  test('is not thrown away by a person who saw the job before it came', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const lost = await parkedUnanswered(under)
    await ledger.acts.writeOff(await seen(under, lost.id), 'ops')
    const before = await seen(under, lost.id)
    const claim = await hinted(ledger, lost, 'task-1')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('rescued')
    const found = { result: { urls: ['https://a/b.png'] }, credits: 7.5 }
    expect(await ledger.acts.requeue(before, withCharge)).toMatchObject({ kind: 'stale' })
    expect(await ledger.acts.adopt(before, { by: 'ops' }, found, goodEvidence)).toMatchObject({
      kind: 'stale',
    })
    expect(await ledger.read(lost.id)).toMatchObject({ state: 'canceled', result: found.result })
    const outbox = await own.redis.xrange(`${under.prefix}:outbox`, '-', '+')
    expect(outbox.filter(([, fields]) => fields[5] === 'rescued')).toHaveLength(1)
  })
})

test('of two tasks that callbacks name for a job that was written off one is its result, the other is booked', async () => {
  const under = ledgerUnderTest(own.redis, { budgets: { acme: 100 } })
  const { ledger } = under
  const task = await running(ledger, 'task-lost', { ceiling: 10 })
  await ledger.recordRead(task, note({ event: 'vanished' }))
  await ledger.acts.writeOff(await seen(under, task.id), 'ops')
  const [one, two] = [await hinted(ledger, task, 'task-1'), await hinted(ledger, task, 'task-2')]
  expect(await ledger.recordConfirmation(one, success, goodEvidence, 0)).toBe('rescued')
  expect(await ledger.recordConfirmation(two, success, goodEvidence, 0)).toBe('askAgain')
  const [again] = (await ledger.claim(10)).claims
  expect(await ledger.recordConfirmation(again as typeof two, success, goodEvidence, 0)).toBe('stray')
  expect(await booked(under)).toEqual({ rescued: 7.5, wasted: 7.5 })
  expect(await ledger.read(task.id)).toMatchObject({ taskId: 'task-1', creditsCharged: 15 })
  const [spent] = await own.redis.keys(`${under.prefix}:spent:acme:*`)
  expect(await own.redis.get(spent!)).toBe('15000000')
})

describe('the answer of a call that was given up', () => {
  const bound = { event: 'bound', taskId: 'task-1' } as const

  test('spares the new attempt that a person asked for, as long as that has not begun', async () => {
    const under = ledgerUnderTest(own.redis)
    const lost = await parkedUnanswered(under)
    await under.ledger.acts.requeue(await seen(under, lost.id), withCharge)
    const answered = { ...lost, intent: { secret: lost.secret, at: 1 } }
    expect(await under.ledger.recordAnswer(answered, bound, {})).toMatchObject({ kind: 'moved' })
    expect(await under.ledger.read(lost.id)).toMatchObject({ state: 'running', taskId: 'task-1', attempt: 1 })
    expect((await under.ledger.feed()).rings).toEqual([])
  })

  test.each<[string, (under: LedgerUnderTest, id: string) => Promise<unknown>, string, string]>([
    [
      'has been written off since brings its result',
      async (under, id) => under.ledger.acts.writeOff(await seen(under, id), 'ops'),
      'rescued',
      'rescued',
    ],
    [
      'has gone on since is a stray task, and is booked',
      async (under, id) => {
        await under.ledger.acts.requeue(await seen(under, id), withCharge)
        await sendAgain(under, id, 2, 'task-2')
      },
      'stray',
      'wasted',
    ],
  ])('to a job that %s', async (_name, goesOn, confirmed, outcome) => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const lost = await parkedUnanswered(under)
    await goesOn(under, lost.id)
    const answered = { ...lost, intent: { secret: lost.secret, at: 1 } }
    expect(await ledger.recordAnswer(answered, bound, {})).toMatchObject({ kind: 'stale' })
    expect(await ledger.recordAnswer(answered, bound, {})).toMatchObject({ kind: 'stale' })
    const claims = (await ledger.claim(10)).claims.filter(({ kind }) => kind === 'confirm')
    expect(claims).toMatchObject([{ attempt: 1, taskId: 'task-1', secret: lost.secret }])
    expect(await ledger.recordConfirmation(claims[0] as never, success, goodEvidence, 0)).toBe(confirmed)
    expect(await booked(under)).toEqual({ [outcome]: 7.5 })
  })
})
