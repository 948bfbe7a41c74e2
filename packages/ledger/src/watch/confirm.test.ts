import { describe, expect, test } from '@jest/globals'
import { begun, ledgerUnderTest, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, goodEvidence, hinted, idsOf, lookAgainInMs, note } from '../testing/reads.ts'

const own = usePrivateRedis()

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

  test('that leads to a damaged record is taken off the list', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.hint({ ...attempt, jobId: attempt.id, taskId: 't1', claimsSuccess: true })
    await own.redis.hdel(`${prefix}:job:${attempt.id}`, 'model')
    const [claim] = (await ledger.claim(10)).claims
    expect(claim).toMatchObject({ kind: 'damaged', hint: { taskId: 't1' } })
    if (claim?.kind === 'damaged' && claim.hint) await ledger.dropHint(claim.id, claim.hint)
    expect(await own.redis.zcard(`${prefix}:hinted`)).toBe(0)
  })

  test('that comes again after a refusal is looked at again, and not for ever', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    for (let i = 0; i < 10; i++) {
      const claim = await hinted(ledger, attempt, 'task-9')
      expect(await ledger.recordConfirmation(claim, { kind: 'refused' }, goodEvidence, 0)).toBe('refused')
    }
    const claim = await hinted(ledger, attempt, 'task-9')
    for (let i = 0; i < 60; i++)
      await ledger.recordConfirmation(claim, { kind: 'undecided' }, goodEvidence, 0)
    expect((await ledger.claim(10)).claims).toEqual([])
  })

  test('that comes two weeks late is asked about as long as any other', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'reset' }, {})
    const twoWeeksAgo = (await ledger.figures()).now - 14 * 86_400_000
    await own.redis.hset(`${prefix}:job:${attempt.id}`, 'intentAt', twoWeeksAgo)
    const claim = await hinted(ledger, attempt, 'task-9')
    await ledger.recordConfirmation(claim, { kind: 'undecided' }, goodEvidence, 0)
    expect((await ledger.claim(10)).claims).toMatchObject([{ kind: 'confirm', taskId: 'task-9' }])
  })

  test('binds a task whose answer was lost, once KIE confirms it', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'reset' }, {})
    const claim = await hinted(ledger, attempt, 'task-9')
    expect(
      await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, goodEvidence, 1000),
    ).toBe('bound')
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'running', taskId: 'task-9' })
  })

  test('gives the place of a call back one window after its callback, not after its deadline', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis, {
      submitWindow: { count: 1, windowMs: 20_000 },
      createTimeoutMs: 30_000,
    })
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-9')
    await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, goodEvidence, 1000)
    const backAt = Number(await own.redis.zscore(`${prefix}:window`, `${attempt.id}:1`))
    expect(backAt - (await ledger.read(attempt.id))!.submittedAt!).toBe(20_000)
  })

  test('before the createTask answer binds it, and the answer then changes nothing', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-9')
    expect(
      await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, goodEvidence, 1000),
    ).toBe('bound')
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'task-9' }, {})).toMatchObject({
      kind: 'known',
    })
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'running', taskId: 'task-9' })
  })

  test('that names a foreign task is refused and forgotten', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-of-another')
    expect(await ledger.recordConfirmation(claim, { kind: 'refused' }, goodEvidence, 1000)).toBe('refused')
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'submitting', taskId: null })
    expect((await ledger.claim(10)).claims).toEqual([])
  })

  test('is asked about again when the job moved on meanwhile', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 'task-9')
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'timeout' }, {})
    expect(
      await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, goodEvidence, 0),
    ).toBe('askAgain')
    const { claims } = await ledger.claim(10)
    expect(claims).toMatchObject([{ kind: 'confirm', taskId: 'task-9', job: { state: 'unconfirmed' } }])
  })

  test('rescues a failed job whose task succeeded after all, and books the credits as rescued', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.recordRead(task, note(failed))
    const claim = await hinted(ledger, task, 't1')
    const verdict = { result: { urls: ['https://a/late.png'] }, credits: 9 }
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict }, goodEvidence, 0)).toBe('rescued')
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
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict }, goodEvidence, 0)).toBe('stray')
    const figures = await ledger.figures()
    expect(figures.strayTasks).toBe(1)
    expect(figures.credits).toEqual([{ model: 'nano-banana-2', outcome: 'wasted', credits: 5 }])
    expect(await ledger.read(first.id)).toMatchObject({ state: 'running', taskId: 't2' })
  })

  test('of a failed task neither binds a job that waits again, nor costs it a retry', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1', { retries: 1 })
    const { failure } = failed
    await ledger.recordRead(
      task,
      note({ event: 'retried', failure, creditsConsumed: null, gate: null, pauseMs: 60_000 }),
    )
    const claim = await hinted(ledger, task, 't1')
    expect(await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'failed' }, goodEvidence, 0)).toBe(
      'nothingToDo',
    )
    expect(await ledger.read(task.id)).toMatchObject({ state: 'queued', retriesUsed: 1, taskId: null })
  })

  test('repeated a thousand times, naming fifty tasks, leaves five reads to do', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const once = { jobId: attempt.id, attempt: 1, secret: attempt.secret, claimsSuccess: true }
    for (let i = 0; i < 1000; i++) await ledger.hint({ ...once, taskId: `task-${i % 50}` })
    expect((await ledger.claim(1000)).claims).toHaveLength(5)
    expect((await ledger.timeline(attempt.id)).length).toBeLessThanOrEqual(200)
  })
})
