import { describe, expect, test } from '@jest/globals'
import type { Failure, ReadDecision, SubmitDecision } from '@kiln/lifecycle'
import { createLedger } from '../create-ledger.ts'
import { ledgerUnderTest, newJob, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import type { ConfirmClaim } from '../watch/claim.ts'

const own = usePrivateRedis()

const costing = (credits: number, tenant = 'acme') =>
  newJob({ tenant, quoted: { min: 0, max: credits }, ceiling: credits })
const evidence = { ok: true, askedAt: 0, hold: null }
const failure: Failure = { class: 'contentRefused', code: '422', message: 'x', charged: 'no' }

async function accept({ ledger }: LedgerUnderTest, ...jobs: ReturnType<typeof newJob>[]): Promise<void> {
  for (const job of jobs) await ledger.accept(job, null)
}

/** Begins whatever is fed, and answers the ids that may be sent. */
async function beginFed({ ledger }: LedgerUnderTest): Promise<string[]> {
  const { rings } = await ledger.feed()
  const begun = await Promise.all(rings.map(({ id }) => ledger.begin(id, 's')))
  return rings.filter((_, i) => begun[i]!.kind === 'go').map(({ id }) => id)
}

const spent = async ({ prefix }: LedgerUnderTest, tenant = 'acme') => {
  const [key] = await own.redis.keys(`${prefix.replace(/[{}]/g, '*')}:spent:${tenant}:*`)
  return key === undefined ? 0 : Number(await own.redis.get(key)) / 1_000_000
}

describe("a key's budget for a day", () => {
  test('lets exactly as many of 500 jobs begin as it pays for, whoever begins them at once', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 100 } })
    await accept(under, ...Array.from({ length: 500 }, () => costing(1)))
    const { rings } = await under.ledger.feed()
    const answers = await Promise.all(rings.map(({ id }) => under.ledger.begin(id, 's')))
    expect(answers.filter(({ kind }) => kind === 'go')).toHaveLength(100)
    expect(await spent(under)).toBe(100)
    expect((await under.ledger.feed()).rings).toEqual([])
  })

  test('holds the rest until the next day, and they say so', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { '*': 1 } })
    const [first, second] = [costing(1), costing(1)]
    await accept(under, first, second)
    expect(await beginFed(under)).toEqual([first.id])
    const { now } = await under.ledger.figures()
    const waiting = (await under.ledger.waitingFor([(await under.ledger.read(second.id))!])).get(second.id)
    expect(waiting).toMatchObject({ gate: 'budget', reason: { kind: 'budgetSpent' } })
    expect(waiting!.until! % 86_400_000).toBe(0)
    expect(waiting!.until! - now).toBeLessThanOrEqual(86_400_000)
  })

  test('begins anew with the next day', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 1 }, dayMs: 400 })
    const jobs = [costing(1), costing(1)]
    await accept(under, ...jobs)
    const begun: string[] = []
    while (begun.length < 2) begun.push(...(await beginFed(under)))
    expect(begun).toEqual(jobs.map(({ id }) => id))
  })

  test('does not hold the jobs of another key', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 1 } })
    const other = costing(50, 'other')
    await accept(under, costing(1), costing(1), other)
    expect(await beginFed(under)).toHaveLength(2)
    expect(await spent(under, 'other')).toBe(0)
  })

  const decisions: [string, SubmitDecision, number][] = [
    ['refused', { event: 'rejected', failure, gate: null }, 0],
    ['never sent', { event: 'released', gate: null, pauseMs: 60_000, wire: 'notSent' }, 0],
    ['lost', { event: 'lost', cause: 'timeout' }, 5],
    ['accepted', { event: 'bound', taskId: 't' }, 5],
  ]
  test.each(decisions)('of a job that was %s keeps what it may yet cost', async (_what, decision, left) => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    await accept(under, costing(5))
    const [id] = await beginFed(under)
    expect(await spent(under)).toBe(5)
    await under.ledger.recordAnswer({ id: id!, attempt: 1 }, decision, {})
    expect(await spent(under)).toBe(left)
  })

  test('is charged what a job came to, and the rest lets a waiting one go', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    await accept(under, costing(8), costing(8))
    const [id] = await beginFed(under)
    expect((await under.ledger.feed()).rings).toEqual([])
    await under.ledger.recordAnswer({ id: id!, attempt: 1 }, { event: 'bound', taskId: 't' }, {})
    const task = { id: id!, attempt: 1, taskId: 't', hintsSeen: 0 }
    const decision = { event: 'failed', failure, creditsConsumed: 0.5 } as const
    await under.ledger.recordRead(task, { decision, evidence, now: 0, detail: null })
    expect(await spent(under)).toBe(0.5)
    expect(await beginFed(under)).toHaveLength(1)
    expect(await spent(under)).toBe(8.5)
  })

  test.each([
    ['dearer than a whole day', 50],
    ['without a known price', null],
  ])('never lets a job pass that is %s', async (_what, ceiling) => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    const job = newJob({ ceiling })
    await accept(under, job)
    expect(await beginFed(under)).toEqual([])
    expect((await under.ledger.waitingFor([(await under.ledger.read(job.id))!])).get(job.id)).toMatchObject({
      gate: 'budget',
      reason: { kind: 'neverWithinBudget' },
      until: null,
    })
  })

  test('lets the others pass one that it can never pay for', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    const fitting = costing(5)
    await accept(under, ...Array.from({ length: 30 }, () => costing(50)), fitting)
    const begun: string[] = []
    for (let feed = 0; feed < 3; feed++) begun.push(...(await beginFed(under)))
    expect(begun).toEqual([fitting.id])
  })

  test('that is raised lets what it held go soon, not with the next day', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 }, gateProbeMs: 20 })
    await accept(under, costing(8), costing(8), costing(500))
    expect(await beginFed(under)).toHaveLength(1)
    const raised = createLedger(own.redis, under.prefix, { ...under.limits, budgets: { acme: 1_000 } })
    const begun: string[] = []
    while (begun.length < 2) begun.push(...(await beginFed({ ...under, ledger: raised })))
    expect(await spent(under)).toBe(516)
  })

  test('counts a call that seemed not to be sent and was charged after all', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    await accept(under, costing(8))
    const [id] = await beginFed(under)
    const notSent: SubmitDecision = { event: 'released', gate: null, pauseMs: 60_000, wire: 'notSent' }
    await under.ledger.recordAnswer({ id: id!, attempt: 1 }, notSent, {})
    expect(await spent(under)).toBe(0)
    await under.ledger.hint({ jobId: id!, attempt: 1, secret: 's', taskId: 't9', claimsSuccess: true })
    const claim = (await under.ledger.claim(1)).claims[0] as ConfirmClaim
    await under.ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, evidence, 0)
    const task = { id: id!, attempt: 1, taskId: 't9', hintsSeen: 1 }
    const decision: ReadDecision = {
      event: 'succeeded',
      result: { urls: ['https://a/b'] },
      creditsConsumed: 8,
    }
    await under.ledger.recordRead(task, { decision, evidence, now: 0, detail: null })
    expect(await spent(under)).toBe(8)
  })

  test('keeps what a refused call may have cost when KIE did not say', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    await accept(under, costing(8))
    const [id] = await beginFed(under)
    const unknown: Failure = { ...failure, charged: 'unknown' }
    await under.ledger.recordAnswer(
      { id: id!, attempt: 1 },
      { event: 'rejected', failure: unknown, gate: null },
      {},
    )
    expect(await spent(under)).toBe(8)
  })

  test('takes a rescued result into account', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    const task = await running(under.ledger, 't1', { ceiling: 8 })
    const decision: ReadDecision = { event: 'failed', failure, creditsConsumed: null }
    await under.ledger.recordRead(task, { decision, evidence, now: 0, detail: null })
    await under.ledger.hint({
      jobId: task.id,
      attempt: 1,
      secret: task.secret,
      taskId: 't1',
      claimsSuccess: true,
    })
    const claim = (await under.ledger.claim(1)).claims[0] as ConfirmClaim
    const verdict = { result: { urls: ['https://a/b'] }, credits: 6 }
    expect(await under.ledger.recordConfirmation(claim, { kind: 'ours', verdict }, evidence, 0)).toBe(
      'rescued',
    )
    expect(await spent(under)).toBe(6)
  })

  test('reserves nothing for a record that could not be read', async () => {
    const under = ledgerUnderTest(own.redis, { budgets: { acme: 10 } })
    await accept(under, costing(8))
    const [id] = await beginFed(under)
    await under.ledger.quarantine(id!, 'a fault', 1)
    expect(await spent(under)).toBe(0)
  })
})
