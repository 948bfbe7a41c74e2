import { describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import { jobIdOf } from '../batches/read-rows.ts'
import { advanceAll, submitBatch } from '../testing/batches.ts'
import { begun, ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, goodEvidence, hinted, note, succeeded } from '../testing/reads.ts'
import type { Confirmation } from '../watch/confirm.ts'

const own = usePrivateRedis()

const plain = { by: 'ops', confirmed: true, edited: null, charged: null }
const success: Confirmation = {
  kind: 'ours',
  verdict: { result: { urls: ['https://a/b.png'] }, credits: 7.5 },
}
const retriedFor = (creditsConsumed: number): ReadDecision => ({
  event: 'retried',
  failure: failed.failure,
  creditsConsumed,
  gate: null,
  pauseMs: 0,
})

async function seen({ ledger }: LedgerUnderTest, id: string) {
  const found = await ledger.acts.read(id)
  if (!found) throw new Error(`no job ${id}`)
  return found
}

/** Opens the attempt after `attempt`, as far as KIE's answer to it. */
async function sendAgain({ ledger }: LedgerUnderTest, id: string, attempt: number, taskId: string | null) {
  await ledger.feed()
  const secret = `a-secret-of-attempt-${attempt}`
  const again = await ledger.begin(id, secret)
  if (again.kind !== 'go') throw new Error(`begin said ${again.kind}`)
  expect(again.attempt).toBe(attempt)
  if (taskId !== null) await ledger.recordAnswer({ id, attempt }, { event: 'bound', taskId }, {})
  return { id, attempt, secret, taskId: taskId ?? '', hintsSeen: 0 }
}

/** What is booked, by outcome. */
async function booked({ ledger }: LedgerUnderTest): Promise<Record<string, number>> {
  const { credits } = await ledger.figures()
  const told = credits.filter((row) => row.credits !== 0).map(({ outcome, credits: sum }) => [outcome, sum])
  return Object.fromEntries(told) as Record<string, number>
}

const possiblyWasted = async ({ ledger }: LedgerUnderTest) =>
  (await ledger.figures()).possiblyWasted.flatMap(({ credits }) => (credits === 0 ? [] : [credits]))

describe('a callback that comes again after its result was replaced', () => {
  test('is no stray task, and is not paid for twice in the books', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const first = await running(ledger, 'task-had')
    await ledger.recordRead(first, note(succeeded))
    await ledger.acts.requeue(await seen(under, first.id), plain)
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
    await own.redis.zadd(`${under.prefix}:deadline`, 0, id)
    const [overdue] = await ledger.findOverdue(10)
    await ledger.endOverdue(overdue as never)
    await ledger.acts.requeue(await seen(under, id), plain)
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
    await ledger.acts.requeue(await seen(under, first.id), plain)
    await sendAgain(under, first.id, 2, 'task-2')
    const claim = await hinted(ledger, first, 'task-flips')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('stray')
    expect(await booked(under)).toEqual({ failed: 7.5 })
    expect(await ledger.read(first.id)).toMatchObject({ creditsCharged: 7.5 })
  })
})

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
    const lost = await begun(ledger)
    await ledger.recordAnswer(lost, { event: 'lost', cause: 'timeout' }, {})
    await own.redis.zadd(`${under.prefix}:deadline`, 0, lost.id)
    const [overdue] = await ledger.findOverdue(10)
    await ledger.endOverdue(overdue as never)
    await ledger.acts.writeOff(await seen(under, lost.id), 'ops')
    const before = await seen(under, lost.id)
    const claim = await hinted(ledger, lost, 'task-1')
    expect(await ledger.recordConfirmation(claim, success, goodEvidence, 0)).toBe('rescued')
    const found = { result: { urls: ['https://a/b.png'] }, credits: 7.5 }
    expect(await ledger.acts.requeue(before, plain)).toMatchObject({ kind: 'stale' })
    expect(await ledger.acts.adopt(before, 'ops', found, goodEvidence)).toMatchObject({ kind: 'stale' })
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
  const intentOf = (secret: string) => ({ intent: { secret, at: 1 } })
  async function parked(under: LedgerUnderTest) {
    const lost = await begun(under.ledger)
    await under.ledger.recordAnswer(lost, { event: 'lost', cause: 'timeout' }, {})
    await own.redis.zadd(`${under.prefix}:deadline`, 0, lost.id)
    const [overdue] = await under.ledger.findOverdue(10)
    await under.ledger.endOverdue(overdue as never)
    expect(await under.ledger.read(lost.id)).toMatchObject({ state: 'parked' })
    return lost
  }
  const bound = { event: 'bound', taskId: 'task-1' } as const

  test('spares the new attempt that a person asked for, as long as that has not begun', async () => {
    const under = ledgerUnderTest(own.redis)
    const lost = await parked(under)
    await under.ledger.acts.requeue(await seen(under, lost.id), plain)
    const answered = { ...lost, ...intentOf(lost.secret) }
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
        await under.ledger.acts.requeue(await seen(under, id), plain)
        await sendAgain(under, id, 2, 'task-2')
      },
      'stray',
      'wasted',
    ],
  ])('to a job that %s', async (_name, goesOn, confirmed, outcome) => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const lost = await parked(under)
    await goesOn(under, lost.id)
    const answered = { ...lost, ...intentOf(lost.secret) }
    expect(await ledger.recordAnswer(answered, bound, {})).toMatchObject({ kind: 'stale' })
    expect(await ledger.recordAnswer(answered, bound, {})).toMatchObject({ kind: 'stale' })
    const claims = (await ledger.claim(10)).claims.filter(({ kind }) => kind === 'confirm')
    expect(claims).toMatchObject([{ attempt: 1, taskId: 'task-1', secret: lost.secret }])
    expect(await ledger.recordConfirmation(claims[0] as never, success, goodEvidence, 0)).toBe(confirmed)
    expect(await booked(under)).toEqual({ [outcome]: 7.5 })
  })
})

describe('what an attempt cost', () => {
  test('and KIE told only when it was asked for a requeue, was for nothing', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const task = await running(ledger, 'task-1')
    await ledger.recordRead(task, note({ ...failed, creditsConsumed: null }))
    await ledger.acts.requeue(await seen(under, task.id), { ...plain, charged: 5 })
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
    await ledger.acts.requeue(await seen(under, task.id), plain)
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
    await ledger.acts.requeue(await seen(under, task.id), plain)
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
  async function oneJob(under: LedgerUnderTest) {
    const batch = await submitBatch(under, { lines: 1 })
    await advanceAll(under)
    return { batch, id: jobIdOf(batch.id, 0) }
  }

  test('keeps what a failed attempt wasted when a later one is rescued', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const { batch, id } = await oneJob(under)
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
    const { batch, id } = await oneJob(under)
    const first = await sendAgain(under, id, 1, 'task-1')
    await ledger.recordRead(first, note({ ...failed, creditsConsumed: 7.5 }))
    expect(await ledger.batches.read(batch.id)).toMatchObject({ credits: { charged: 7.5, wasted: 7.5 } })
    await ledger.acts.resume(await seen(under, id), 'ops', goodEvidence)
    await ledger.recordRead(first, note(succeeded))
    expect(await ledger.batches.read(batch.id)).toMatchObject({ credits: { charged: 7.5, wasted: 0 } })
  })

  test('counts a damaged job that was written off as canceled', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger, prefix } = under
    const { batch, id } = await oneJob(under)
    await own.redis.hset(`${prefix}:job:${id}`, 'attempt', 'x')
    await ledger.quarantine(id, 'attempt: not a number')
    expect((await ledger.batches.read(batch.id))!.counts).toMatchObject({ queued: 0, parked: 1, canceled: 0 })
    await ledger.acts.writeOff(await seen(under, id), 'ops')
    expect((await ledger.batches.read(batch.id))!.counts).toMatchObject({ queued: 0, parked: 0, canceled: 1 })
  })
})
