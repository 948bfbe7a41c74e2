import { describe, expect, test } from '@jest/globals'
import type { SubmitDecision } from '@kiln/lifecycle'
import { begun, ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

const behind = (gate: 'rate' | 'credits' | 'model', holdMs: number): SubmitDecision => ({
  event: 'released',
  gate: { gate, holdMs, cause: 'KIE said so' },
  pauseMs: 0,
  wire: 'answered',
})
const notSent: SubmitDecision = { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' }
const refused: SubmitDecision = {
  event: 'rejected',
  failure: { class: 'invalidInput', code: '422', message: 'prompt is required', charged: 'no' },
  gate: null,
}

describe('beginning an attempt', () => {
  test('lets exactly one of fifty callers post', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const job = newJob()
    await ledger.accept(job, null)
    await ledger.feed()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ledger.begin(job.id, `secret-${i}`)),
    )
    expect(answers.filter(({ kind }) => kind === 'go')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'taken')).toHaveLength(49)
  })

  test('answers the same call again when its first answer was lost with the connection', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { createTimeoutMs: 0, intentGraceMs: 0 })
    const { id, secret } = await begun(ledger)
    expect(await ledger.begin(id, secret)).toMatchObject({ kind: 'go', attempt: 1 })
    expect(await ledger.begin(id, 'another caller')).toEqual({ kind: 'taken', state: 'submitting' })
  })

  test('turns away a doorbell that comes back when the job is queued again but not its turn', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(
      attempt,
      { event: 'released', gate: null, pauseMs: 60_000, wire: 'notSent' },
      {},
    )
    expect(await ledger.begin(attempt.id, 'late doorbell')).toEqual({ kind: 'taken', state: 'queued' })
  })

  test('says that an id nobody accepted is gone', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    expect(await ledger.begin(newJob().id, 's')).toEqual({ kind: 'gone' })
  })

  test('asks for a person when the record is damaged, and hurts nobody else', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const [bad, good] = [newJob(), newJob()]
    await ledger.accept(bad, null)
    await ledger.accept(good, null)
    await ledger.feed()
    await own.redis.hset(`${prefix}:job:${bad.id}`, 'input', '{"prompt": "cut')
    const answer = await ledger.begin(bad.id, 's')
    expect(answer).toMatchObject({ kind: 'damaged', attempt: 1 })
    await ledger.quarantine(bad.id, 'input: not JSON', 1)
    expect(await ledger.figures()).toMatchObject({ submitWindowUsed: 0, states: { parked: 1, queued: 1 } })
    expect((await ledger.list({ tenant: 'acme', limit: 10 })).jobs).toMatchObject([
      { id: good.id },
      { id: bad.id },
    ])
    expect(await ledger.begin(good.id, 's')).toMatchObject({ kind: 'go' })
  })
})

describe('a damaged record', () => {
  test.each(['lane', 'model', 'seq', 'attempt', 'place'])(
    'without %s goes to a person from the queue, takes no place, and stops nobody',
    async (field) => {
      const { ledger, prefix } = ledgerUnderTest(own.redis)
      const [bad, good] = [newJob(), newJob()]
      await ledger.accept(bad, null)
      await ledger.accept(good, null)
      await ledger.feed()
      await own.redis.hdel(`${prefix}:job:${bad.id}`, field)
      for (let i = 0; i < 3; i++) expect(await ledger.begin(bad.id, 's')).toMatchObject({ kind: 'damaged' })
      await ledger.quarantine(bad.id, 'a field is missing')
      expect(await ledger.begin(good.id, 's')).toMatchObject({ kind: 'go' })
      expect(await ledger.figures()).toMatchObject({
        submitWindowUsed: 1,
        states: { parked: 1, submitting: 1 },
      })
    },
  )

  test('in a pause is rung, so that whoever answers finds it', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, { event: 'released', gate: null, pauseMs: 1, wire: 'notSent' }, {})
    await own.redis.hdel(`${prefix}:job:${attempt.id}`, 'model')
    let fed = await ledger.feed()
    while (fed.rings.length === 0) fed = await ledger.feed()
    expect(await ledger.begin(attempt.id, 's')).toMatchObject({ kind: 'damaged' })
  })

  test('that is overdue does not keep the sweep from the others', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis, { createTimeoutMs: 0, intentGraceMs: 0 })
    const [bad, good] = [await begun(ledger), await begun(ledger)]
    await own.redis.hdel(`${prefix}:job:${bad.id}`, 'seq')
    const overdue = await ledger.findOverdue(10)
    expect(overdue).toEqual(
      expect.arrayContaining([
        { id: bad.id, damaged: 'attempt, place or seq: not a number' },
        { id: good.id, state: 'submitting', attempt: 1 },
      ]),
    )
  })
})

describe('the submit window', () => {
  test('has places for no more calls than allowed, and gives them back one window after the answer', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { submitWindow: { count: 2, windowMs: 1_000 } })
    for (let i = 0; i < 3; i++) await ledger.accept(newJob(), null)
    const fed = await ledger.feed()
    expect(fed.rings).toHaveLength(2)
    for (const { id } of fed.rings) {
      await ledger.begin(id, 's')
      await ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId: `task-${id}` }, {})
    }
    const full = await ledger.feed()
    expect(full.rings).toEqual([])
    expect(full.nextAt!).toBeGreaterThan(full.now)
    let free = full
    while (free.rings.length === 0) free = await ledger.feed()
    expect(free.now).toBeGreaterThanOrEqual(full.nextAt!)
  })

  test('keeps the place of a call without an answer until it can no longer reach KIE', async () => {
    const { ledger } = ledgerUnderTest(own.redis, {
      submitWindow: { count: 1, windowMs: 1_000 },
      createTimeoutMs: 5_000,
    })
    await begun(ledger)
    await ledger.accept(newJob(), null)
    const { rings, nextAt, now } = await ledger.feed()
    expect(rings).toEqual([])
    expect(nextAt! - now).toBeGreaterThan(5_500)
  })

  test('gives the place back at once when nothing was sent', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { submitWindow: { count: 1, windowMs: 60_000 } })
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, notSent, {})
    expect((await ledger.feed()).rings).toMatchObject([{ id: attempt.id, ring: 2 }])
  })
})

describe('gates', () => {
  test('hold every job after a 402, name themselves, and open with the next accepted task', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { gateProbeMs: 700 })
    const attempt = await begun(ledger)
    const other = newJob()
    await ledger.accept(other, null)
    await ledger.recordAnswer(attempt, behind('credits', 700), {})
    expect((await ledger.feed()).rings).toEqual([])
    const job = (await ledger.read(other.id))!
    expect((await ledger.waitingFor([job])).get(other.id)).toMatchObject({
      gate: 'credits',
      reason: { kind: 'closed', cause: 'KIE said so' },
    })

    let fed = await ledger.feed()
    while (fed.rings.length === 0) fed = await ledger.feed()
    // Half open: one job goes as a probe, the other waits for its answer.
    expect(fed.rings).toHaveLength(1)
    const [probe] = fed.rings
    expect(await ledger.begin(probe!.id, 'probe')).toMatchObject({ kind: 'go' })
    expect((await ledger.feed()).rings).toEqual([])
    await ledger.recordAnswer(
      { id: probe!.id, attempt: probe!.id === attempt.id ? 2 : 1 },
      { event: 'bound', taskId: 't' },
      {},
    )
    expect((await ledger.figures()).closedGates).toEqual([])
    expect((await ledger.feed()).rings).toHaveLength(1)
  })

  test('tell a job that was rung before they closed to wait, and give it its old place back', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const [first, second, third] = [newJob(), newJob(), newJob()]
    for (const job of [first, second, third]) await ledger.accept(job, null)
    await ledger.feed()
    await ledger.begin(first.id, 's')
    await ledger.recordAnswer({ id: first.id, attempt: 1 }, behind('credits', 60_000), {})
    expect(await ledger.begin(second.id, 's')).toMatchObject({ kind: 'wait', gate: 'credits' })
    const waiting = await ledger.waitingFor([(await ledger.read(second.id))!])
    expect(waiting.get(second.id)).toMatchObject({ gate: 'credits', position: 2 })
    expect((await ledger.timeline(second.id)).map(({ event }) => event)).toEqual(['accepted', 'waited'])
  })

  test("of one model do not hold another model's jobs", async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger, { model: 'sick' })
    await ledger.recordAnswer(attempt, behind('model', 60_000), {})
    const [sick, well] = [newJob({ model: 'sick' }), newJob({ model: 'well' })]
    await ledger.accept(sick, null)
    await ledger.accept(well, null)
    expect((await ledger.feed()).rings.map(({ id }) => id)).toEqual([well.id])
  })

  test('hold as long as the longest answer asked for', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const [first, second] = [await begun(ledger), await begun(ledger)]
    await ledger.recordAnswer(first, behind('rate', 60_000), {})
    await ledger.recordAnswer(second, behind('rate', 10_000), {})
    const { closedGates, now } = await ledger.figures()
    expect(closedGates[0]!.until! - now).toBeGreaterThan(50_000)
  })

  test.each(['rate', 'credits'] as const)(
    'of %s are not opened by the answer to a call that was sent before they closed',
    async (gate) => {
      const { ledger } = ledgerUnderTest(own.redis)
      const [refusedCall, earlierCall] = [await begun(ledger), await begun(ledger)]
      await ledger.recordAnswer(refusedCall, behind(gate, 60_000), {})
      await ledger.recordAnswer(earlierCall, { event: 'bound', taskId: 't' }, {})
      expect((await ledger.figures()).closedGates.map((closed) => closed.gate)).toEqual([gate])
    },
  )

  test('let the next probe go at once when a job was refused for its own fault', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { gateProbeMs: 1_000 })
    const attempt = await begun(ledger)
    await ledger.accept(newJob(), null)
    await ledger.recordAnswer(attempt, behind('credits', 50), {})
    let fed = await ledger.feed()
    while (fed.rings.length === 0) fed = await ledger.feed()
    const { id } = fed.rings[0]!
    const probe = await ledger.begin(id, 'probe')
    expect((await ledger.feed()).rings).toEqual([])
    await ledger.recordAnswer({ id, attempt: probe.kind === 'go' ? probe.attempt : 0 }, refused, {})
    expect((await ledger.feed()).rings).toHaveLength(1)
    expect((await ledger.figures()).closedGates.map(({ gate }) => gate)).toEqual(['credits'])
  })

  test('tell since when they hold, not since when the last probe went', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { gateProbeMs: 1 })
    const since = async () => (await ledger.figures()).closedGates[0]!.since
    const edge: SubmitDecision = {
      event: 'released',
      gate: { gate: 'edge', holdMs: 1, cause: 'error code: 1010' },
      pauseMs: 0,
      wire: 'answered',
    }
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, edge, {})
    const first = await since()
    let fed = await ledger.feed()
    while (fed.rings.length === 0) fed = await ledger.feed()
    await ledger.begin(attempt.id, 'again')
    await ledger.recordAnswer({ id: attempt.id, attempt: 2 }, edge, {})
    expect(await since()).toBe(first)
  })

  test('close after five calls in a row that did not reach KIE, and not after four and an answer', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const gatesAfter = async (decisions: SubmitDecision[]) => {
      for (const decision of decisions) await ledger.recordAnswer(await begun(ledger), decision, {})
      return (await ledger.figures()).closedGates.map(({ gate }) => gate)
    }
    expect(await gatesAfter([notSent, notSent, notSent, notSent, refused])).toEqual([])
    expect(await gatesAfter([notSent, notSent, notSent, notSent])).toEqual([])
    expect(await gatesAfter([notSent])).toEqual(['unreachable'])
  })
})

describe('an answer', () => {
  test('that comes after its attempt was given up as lost is still the truth', async () => {
    const { ledger } = ledgerUnderTest(own.redis, {
      createTimeoutMs: 0,
      intentGraceMs: 0,
      unconfirmedHorizonMs: 0,
    })
    const attempt = await begun(ledger)
    for (const state of ['submitting', 'unconfirmed'] as const) {
      const [overdue] = await ledger.findOverdue(10)
      expect(overdue).toMatchObject({ id: attempt.id, state })
      if (overdue && 'attempt' in overdue) await ledger.endOverdue(overdue)
    }
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'parked', parkedReason: 'noAnswer' })
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'task-1' }, {})).toMatchObject({
      state: 'running',
    })
    expect(await ledger.read(attempt.id)).toMatchObject({
      state: 'running',
      taskId: 'task-1',
      parkedReason: null,
    })
  })

  test('gives its place back, and opens gates, though a callback was faster', async () => {
    const { ledger } = ledgerUnderTest(own.redis, {
      submitWindow: { count: 1, windowMs: 1 },
      createTimeoutMs: 60_000,
    })
    const attempt = await begun(ledger)
    await ledger.hint({ ...attempt, jobId: attempt.id, taskId: 't1', claimsSuccess: true })
    const [claim] = (await ledger.claim(1)).claims
    if (claim?.kind !== 'confirm') throw new Error('no callback to confirm')
    const evidence = { ok: true, askedAt: claim.claimedAt, hold: null }
    await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, evidence, 0)
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 't1' }, {})).toMatchObject({
      kind: 'known',
    })
    let { submitWindowUsed } = await ledger.figures()
    while (submitWindowUsed > 0) ({ submitWindowUsed } = await ledger.figures())
  })

  test('that names the task of an attempt which failed meanwhile does not bring it back', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger, { retries: 1 })
    await ledger.hint({ ...attempt, jobId: attempt.id, taskId: 't1', claimsSuccess: true })
    const [claim] = (await ledger.claim(1)).claims
    if (claim?.kind !== 'confirm') throw new Error('no callback to confirm')
    const evidence = { ok: true, askedAt: claim.claimedAt, hold: null }
    await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, evidence, 0)
    const failure = { class: 'upstreamError', code: '500', message: 'x', charged: 'no' } as const
    await ledger.recordRead(
      { id: attempt.id, attempt: 1, taskId: 't1', hintsSeen: 1 },
      {
        decision: { event: 'retried', failure, creditsConsumed: 0, gate: null, pauseMs: 0 },
        evidence,
        now: 0,
        detail: null,
      },
    )
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 't1' }, {})).toMatchObject({
      kind: 'known',
    })
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'queued', taskId: null, retriesUsed: 1 })
  })

  test('of an earlier attempt changes nothing', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, notSent, {})
    await ledger.feed()
    await ledger.begin(attempt.id, 'second')
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'old' }, {})).toMatchObject({
      kind: 'stale',
    })
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'submitting', attempt: 2, taskId: null })
  })

  test('that ends the job writes one verdict, one outbox row, and keeps its cause findable', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    await ledger.recordAnswer(attempt, refused, { class: 'invalidInput' })
    expect(await ledger.recordAnswer(attempt, refused, {})).toMatchObject({
      kind: 'stale',
      state: 'failed',
    })
    expect(await own.redis.xlen(`${prefix}:outbox`)).toBe(1)
    const found = await ledger.list({ tenant: null, failure: 'invalidInput', limit: 5 })
    expect(found.jobs).toMatchObject([
      { id: attempt.id, state: 'failed', failure: { code: '422', charged: 'no' } },
    ])
  })

  test('that would send a job back to the queue cancels it when that was asked for', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    expect(await ledger.cancel(attempt.id)).toMatchObject({ kind: 'requested', job: { state: 'submitting' } })
    await ledger.recordAnswer(attempt, behind('rate', 1000), {})
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'canceled' })
    expect((await ledger.feed()).rings).toEqual([])
  })
})

describe('a doorbell', () => {
  test('that nobody answers is rung again under a new number', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { ringAgainMs: 0 })
    const job = newJob()
    await ledger.accept(job, null)
    expect((await ledger.feed()).rings).toEqual([{ id: job.id, ring: 1, again: false }])
    expect((await ledger.feed()).rings).toEqual([{ id: job.id, ring: 2, again: true }])
  })
})

test('scripts are sent again to a Redis that forgot them', async () => {
  const { ledger } = ledgerUnderTest(own.redis)
  await ledger.accept(newJob(), null)
  await own.redis.script('FLUSH')
  expect(await ledger.accept(newJob(), null)).toMatchObject({ kind: 'accepted' })
})
