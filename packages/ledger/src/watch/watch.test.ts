import { describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import type { Ledger } from '../create-ledger.ts'
import { begun, ledgerUnderTest, running } from '../testing/ledger-under-test.ts'
import type { Claim, ConfirmClaim } from './claim.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

const succeeded: ReadDecision = {
  event: 'succeeded',
  result: { urls: ['https://a/b.png'] },
  creditsConsumed: 7.5,
}
const failed = {
  event: 'failed',
  failure: { class: 'upstreamError', code: '500', message: 'internal error', charged: 'no' },
  creditsConsumed: 0,
} as const satisfies ReadDecision
const note = (decision: ReadDecision, now = 0) => ({ decision, readOk: true, now, detail: null })
const lookAgainInMs = (ms: number): ReadDecision => ({
  event: null,
  readAt: ms,
  hold: null,
  resultless: false,
})
const idsOf = (claims: Claim[]) => claims.map((claim) => (claim.kind === 'damaged' ? claim.id : claim.job.id))

/** A callback came for a task: the claim that will confirm it. */
async function hinted(
  ledger: Ledger,
  attempt: { id: string; attempt: number; secret: string },
  taskId: string,
): Promise<ConfirmClaim> {
  const stored = await ledger.hint({ ...attempt, jobId: attempt.id, taskId, claimsSuccess: true })
  expect(stored).toBe('stored')
  const { claims } = await ledger.claim(100)
  const claim = claims.find((each) => each.kind === 'confirm' && each.taskId === taskId)
  if (claim?.kind !== 'confirm') throw new Error('the callback was not handed out')
  return claim
}

describe('claiming reads', () => {
  test('hands each due job to one worker only, the longest waiting first', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const jobs = [await running(ledger, 't1'), await running(ledger, 't2'), await running(ledger, 't3')]
    const [first, second] = [await ledger.claim(2), await ledger.claim(10)]
    expect([...idsOf(first.claims), ...idsOf(second.claims)].toSorted()).toEqual(
      jobs.map(({ id }) => id).toSorted(),
    )
    expect(first.claims).toHaveLength(2)
  })

  test('hands out no more than the read meter allows, and says when it goes on', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { pollWindow: { count: 2, windowMs: 300 } })
    for (const task of ['t1', 't2', 't3']) await running(ledger, task)
    expect((await ledger.claim(10)).claims).toHaveLength(2)
    const blocked = await ledger.claim(10)
    expect(blocked.claims).toEqual([])
    let next = blocked
    while (next.claims.length === 0) next = await ledger.claim(10)
    expect(next.now).toBeGreaterThanOrEqual(blocked.nextAt!)
  })

  test('takes a read back from a worker that died with it', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { readLeaseMs: 30 })
    const { id } = await running(ledger, 't1')
    const { claims } = await ledger.claim(10)
    expect(idsOf(claims)).toEqual([id])
    let again = await ledger.claim(10)
    while (again.claims.length === 0) again = await ledger.claim(10)
    expect(idsOf(again.claims)).toEqual([id])
  })

  test('accepts the verdict of a reader whose lease ran out, once', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis, { readLeaseMs: 0 })
    const task = await running(ledger, 't1')
    await ledger.claim(1)
    await ledger.claim(1)
    const [first, second] = await Promise.all([
      ledger.recordRead(task, note(succeeded)),
      ledger.recordRead(task, note(failed)),
    ])
    expect([first.kind, second.kind]).toEqual(['moved', 'illegal'])
    expect(await own.redis.xlen(`${prefix}:outbox`)).toBe(1)
    expect(await ledger.read(task.id)).toMatchObject({ state: 'succeeded', creditsCharged: 7.5, polls: 1 })
  })

  test('puts a job whose record is damaged before a person, and goes on with the others', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const [bad, good] = [await running(ledger, 't1'), await running(ledger, 't2')]
    await own.redis.hset(`${prefix}:job:${bad.id}`, 'state', 'walking')
    const { claims } = await ledger.claim(10)
    expect(claims.find((claim) => claim.kind === 'damaged')).toMatchObject({ id: bad.id })
    await ledger.quarantine(bad.id, 'state: walking')
    expect(await ledger.read(bad.id)).toMatchObject({ state: 'parked', parkedReason: 'quarantined' })
    expect((await ledger.figures()).states).toMatchObject({ parked: 1, running: 1 })
    expect(idsOf(claims)).toContain(good.id)
  })
})

describe('reads held back', () => {
  test('stop after a 401 until one read is answered in order', async () => {
    const { ledger } = ledgerUnderTest(own.redis, {
      gateProbeMs: 40,
      pollWindow: { count: 100, windowMs: 1 },
    })
    const [task, other] = [await running(ledger, 't1'), await running(ledger, 't2')]
    await ledger.claim(1)
    const hold = { gate: 'auth', holdMs: 40, cause: 'You do not have access permissions' } as const
    const refused: ReadDecision = { event: null, readAt: 0, hold, resultless: false }
    await ledger.recordRead(task, { decision: refused, readOk: false, now: 0, detail: null })
    expect((await ledger.claim(10)).claims).toEqual([])
    let probe = await ledger.claim(10)
    while (probe.claims.length === 0) probe = await ledger.claim(10)
    expect(probe.claims).toHaveLength(1)
    const [probed] = idsOf(probe.claims)
    const probedTask = probed === task.id ? task : other
    await ledger.recordRead(probedTask, note(lookAgainInMs(60_000)))
    expect((await ledger.figures()).closedGates).toEqual([])
  })

  test('slow down after a 429, for reads only', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await running(ledger, 't2')
    await ledger.claim(1)
    const hold = { gate: 'reads', holdMs: 60_000, cause: 'too many reads' } as const
    await ledger.recordRead(task, {
      decision: { event: null, readAt: 0, hold, resultless: false },
      readOk: false,
      now: 0,
      detail: null,
    })
    expect((await ledger.claim(10)).claims).toEqual([])
    await expect(begun(ledger)).resolves.toMatchObject({ attempt: 1 })
  })
})

describe('a callback', () => {
  test('makes a watched job due now', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { firstReadMs: 60_000 })
    const task = await running(ledger, 't1')
    expect((await ledger.claim(10)).claims).toEqual([])
    expect(await ledger.hint({ ...task, jobId: task.id, claimsSuccess: true })).toBe('stored')
    expect(idsOf((await ledger.claim(10)).claims)).toEqual([task.id])
  })

  test('that comes while the job is being read makes it due again right after', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.claim(10)
    await ledger.hint({ ...task, jobId: task.id, claimsSuccess: true })
    expect((await ledger.claim(10)).claims).toEqual([])
    await ledger.recordRead(task, note(lookAgainInMs(60_000)))
    expect(idsOf((await ledger.claim(10)).claims)).toEqual([task.id])
  })

  test.each([
    ['a wrong secret', { secret: 'guessed' }],
    ['an attempt that never was', { attempt: 7 }],
    ['a job that never was', { jobId: 'job_000000000000000000000000' }],
    ['an id that is none', { jobId: 'job:*' }],
  ])('with %s changes nothing', async (_name, forged) => {
    const { ledger } = ledgerUnderTest(own.redis, { firstReadMs: 60_000 })
    const task = await running(ledger, 't1')
    expect(await ledger.hint({ ...task, jobId: task.id, claimsSuccess: true, ...forged })).toBe(
      'unknownToken',
    )
    expect((await ledger.claim(10)).claims).toEqual([])
    expect(await ledger.timeline(task.id)).toHaveLength(3)
  })

  test('binds a task whose answer was lost, once KIE confirms it', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'reset' }, {})
    const claim = await hinted(ledger, attempt, 'task-9')
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, 1000)).toBe('bound')
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'running', taskId: 'task-9' })
  })

  test('before the createTask answer binds it, and the answer then changes nothing', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-9')
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, 1000)).toBe('bound')
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'task-9' }, {})).toMatchObject({
      kind: 'stale',
    })
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'running', taskId: 'task-9' })
  })

  test('that names a foreign task is refused and forgotten', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-of-another')
    expect(await ledger.recordConfirmation(claim, { kind: 'refused' }, 1000)).toBe('refused')
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'submitting', taskId: null })
    expect((await ledger.claim(10)).claims).toEqual([])
  })

  test('is asked about again when the job moved on meanwhile', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-9')
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'timeout' }, {})
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, 0)).toBe('askAgain')
    const { claims } = await ledger.claim(10)
    expect(claims).toMatchObject([{ kind: 'confirm', taskId: 'task-9', job: { state: 'unconfirmed' } }])
  })

  test('rescues a failed job whose task succeeded after all, and books the credits as rescued', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.recordRead(task, note(failed))
    const claim = await hinted(ledger, task, 't1')
    const verdict = { result: { urls: ['https://a/late.png'] }, credits: 9 }
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict }, 0)).toBe('rescued')
    expect(await ledger.read(task.id)).toMatchObject({ state: 'succeeded', failure: null, creditsCharged: 9 })
    expect((await ledger.figures()).credits).toEqual([
      { model: 'nano-banana-2', outcome: 'rescued', credits: 9 },
    ])
    expect((await ledger.list({ tenant: null, failure: 'upstreamError', limit: 5 })).jobs).toEqual([])
    expect(await own.redis.xlen(`${prefix}:outbox`)).toBe(2)
  })

  test('for an attempt that was replaced raises the alarm of a stray task, with its cost', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const first = await begun(ledger)
    await ledger.recordAnswer(first, { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' }, {})
    await ledger.feed()
    await ledger.begin(first.id, 'second')
    await ledger.recordAnswer({ id: first.id, attempt: 2 }, { event: 'bound', taskId: 't2' }, {})
    const claim = await hinted(ledger, first, 't1')
    const verdict = { result: { urls: ['https://a/1.png'] }, credits: 5 }
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict }, 0)).toBe('stray')
    const figures = await ledger.figures()
    expect(figures.strayTasks).toBe(1)
    expect(figures.credits).toEqual([{ model: 'nano-banana-2', outcome: 'wasted', credits: 5 }])
    expect(await ledger.read(first.id)).toMatchObject({ state: 'running', taskId: 't2' })
  })

  test('of a failed task neither binds a job that waits again, nor costs it a retry', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1', { retries: 1 })
    const { failure } = failed
    await ledger.recordRead(task, note({ event: 'retried', failure, gate: null, pauseMs: 60_000 }))
    const claim = await hinted(ledger, task, 't1')
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'failed' }, 0)).toBe('nothingToDo')
    expect(await ledger.read(task.id)).toMatchObject({ state: 'queued', retriesUsed: 1, taskId: null })
  })

  test('repeated a thousand times leaves one thing to do', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const once = { jobId: attempt.id, attempt: 1, secret: attempt.secret, claimsSuccess: true }
    for (let i = 0; i < 1000; i++) await ledger.hint({ ...once, taskId: `task-${i % 50}` })
    expect((await ledger.claim(1000)).claims).toHaveLength(5)
    expect((await ledger.timeline(attempt.id)).length).toBeLessThanOrEqual(200)
  })
})

describe('a cancel', () => {
  test('of a running job lets it be watched to its end, and keeps result and charge', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    expect(await ledger.cancel(task.id)).toMatchObject({ kind: 'requested', job: { state: 'running' } })
    expect(await ledger.cancel(task.id)).toMatchObject({ kind: 'requested' })
    await ledger.recordRead(task, note(succeeded))
    expect(await ledger.read(task.id)).toMatchObject({
      state: 'canceled',
      result: { urls: ['https://a/b.png'] },
      creditsCharged: 7.5,
    })
    expect((await ledger.figures()).credits).toEqual([
      { model: 'nano-banana-2', outcome: 'wasted', credits: 7.5 },
    ])
    expect(await ledger.cancel(task.id)).toMatchObject({ kind: 'refused' })
  })
})
