import { describe, expect, test } from '@jest/globals'
import type { Failure, ReadDecision, SubmitDecision } from '@kiln/lifecycle'
import { createLedger } from '../create-ledger.ts'
import { rememberIntents } from '../guard/remember-intents.ts'
import {
  begun,
  ledgerUnderTest,
  newJob,
  running,
  type LedgerUnderTest,
} from '../testing/ledger-under-test.ts'
import { closedNames, MODEL_FAILED as failure, noCredits } from '../testing/gates.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { gateLine } from './gate-line.ts'
import type { GateChange } from './tell-changes.ts'

const own = usePrivateRedis()

const succeeded: ReadDecision = {
  event: 'succeeded',
  result: { urls: ['https://a/b'] },
  creditsConsumed: 1,
}
const evidence = { ok: true, askedAt: 0, hold: null }

async function ended(
  under: LedgerUnderTest,
  taskId: string,
  model: string,
  verdict: 'succeeded' | Failure,
  tenant = 'acme',
) {
  const task = await running(under.ledger, taskId, { model, tenant })
  const decision: ReadDecision =
    verdict === 'succeeded' ? succeeded : { event: 'failed', failure: verdict, creditsConsumed: 0 }
  await under.ledger.recordRead(task, { decision, evidence, now: 0, detail: null })
}

describe('the gate of a model', () => {
  test('closes when most of its last attempts failed, not after a few', async () => {
    const under = ledgerUnderTest(own.redis)
    await ended(under, 'good', 'sick', 'succeeded')
    for (let i = 0; i < 8; i++) await ended(under, `t${i}`, 'sick', failure)
    expect(await closedNames(under)).toEqual([])
    await ended(under, 'one more', 'sick', failure)
    expect(await closedNames(under)).toEqual(['model:sick'])
  })

  test('is not closed by what callers send, or by a few failures among results', async () => {
    const under = ledgerUnderTest(own.redis)
    for (let i = 0; i < 12; i++) await ended(under, `t${i}`, 'm', { ...failure, class: 'contentRefused' })
    for (let i = 0; i < 12; i++) await ended(under, `u${i}`, 'm', i % 3 === 0 ? 'succeeded' : failure)
    expect(await closedNames(under)).toEqual([])
  })

  test('is not closed by the failures of one tenant while others use the model', async () => {
    const under = ledgerUnderTest(own.redis)
    await ended(under, 'good', 'm', 'succeeded', 'other')
    for (let i = 0; i < 15; i++) await ended(under, `t${i}`, 'm', failure)
    expect(await closedNames(under)).toEqual([])
    await ended(under, 'bad too', 'm', failure, 'other')
    expect(await closedNames(under)).toEqual(['model:m'])
  })

  test('counts a job once, however often its owner had it tried', async () => {
    const under = ledgerUnderTest(own.redis)
    const task = await running(under.ledger, 't1', { model: 'm', retries: 5 })
    for (let attempt = 1; attempt <= 12; attempt++) {
      const retried: ReadDecision = { event: 'retried', failure, creditsConsumed: 0, gate: null, pauseMs: 0 }
      const read = { ...task, attempt, taskId: `t${attempt}` }
      await under.ledger.recordRead(read, { decision: retried, evidence, now: 0, detail: null })
      await under.ledger.feed()
      await under.ledger.begin(task.id, `s${attempt}`)
      const call = { id: task.id, attempt: attempt + 1 }
      await under.ledger.recordAnswer(call, { event: 'bound', taskId: `t${attempt + 1}` }, {})
    }
    expect(await closedNames(under)).toEqual([])
    expect(await under.ledger.read(task.id)).toMatchObject({ attempt: 13, state: 'running' })
  })

  test('is not opened by a result of what began before it closed', async () => {
    const under = ledgerUnderTest(own.redis)
    const old = await running(under.ledger, 'old', { model: 'm' })
    for (let i = 0; i < 10; i++) await ended(under, `t${i}`, 'm', failure)
    await under.ledger.recordRead(old, { decision: succeeded, evidence, now: 0, detail: null })
    expect(await closedNames(under)).toEqual(['model:m'])
  })

  test('once closed by failures takes a result to open, not an accepted task', async () => {
    const under = ledgerUnderTest(own.redis, { gateProbeMs: 1_000 })
    for (let i = 0; i < 10; i++) await ended(under, `t${i}`, 'sick', failure)
    expect((await under.ledger.figures()).closedGates).toMatchObject([
      // In words of kiln's own: KIE's may speak of one caller's prompt.
      { gate: 'model:sick', cause: '10 of the last 10 jobs failed, the last one by upstreamError' },
    ])
    const [sick, well] = [newJob({ model: 'sick' }), newJob({ model: 'well' })]
    await under.ledger.accept(sick, null)
    await under.ledger.accept(well, null)
    expect((await under.ledger.feed()).rings.map(({ id }) => id)).toEqual([well.id])
    let rings = (await under.ledger.feed()).rings
    while (rings.length === 0) ({ rings } = await under.ledger.feed())
    expect(rings).toMatchObject([{ id: sick.id }])
    await under.ledger.begin(sick.id, 's')
    await under.ledger.recordAnswer({ id: sick.id, attempt: 1 }, { event: 'bound', taskId: 'probe' }, {})
    expect(await closedNames(under)).toEqual(['model:sick'])
    const task = { id: sick.id, attempt: 1, taskId: 'probe', hintsSeen: 0 }
    await under.ledger.recordRead(task, { decision: succeeded, evidence, now: 0, detail: null })
    expect(await closedNames(under)).toEqual([])
    // What failed before counts no more.
    await ended(under, 'once more', 'sick', failure)
    expect(await closedNames(under)).toEqual([])
  })
})

describe('calls in a row without an answer of KIE', () => {
  const lost: SubmitDecision = { event: 'lost', cause: 'HTTP 200 with no KIE answer in it', foreign: true }
  const notSent: SubmitDecision = { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' }

  test.each([
    ['edge', lost],
    ['unreachable', notSent],
  ])('close the gate %s when there are five', async (gate, decision) => {
    const under = ledgerUnderTest(own.redis)
    for (let calls = 1; calls <= 5; calls++) {
      expect(await closedNames(under)).toEqual([])
      await under.ledger.recordAnswer(await begun(under.ledger), decision, {})
    }
    expect(await closedNames(under)).toEqual([gate])
  })

  test('close nothing when they were lost on the wire: KIE may have taken each', async () => {
    const under = ledgerUnderTest(own.redis)
    for (let calls = 0; calls < 10; calls++) {
      const reset: SubmitDecision = { event: 'lost', cause: 'reset', foreign: false }
      await under.ledger.recordAnswer(await begun(under.ledger), reset, {})
    }
    expect(await closedNames(under)).toEqual([])
  })

  test('are counted anew after one that KIE answered', async () => {
    const under = ledgerUnderTest(own.redis)
    const calls = await Promise.all(Array.from({ length: 9 }, () => begun(under.ledger)))
    for (const [n, call] of calls.entries()) {
      await under.ledger.recordAnswer(call, n === 4 ? { event: 'bound', taskId: 't' } : lost, {})
    }
    expect(await closedNames(under)).toEqual([])
  })
})

describe('a paused model', () => {
  test('waits under the gate `paused`, while others go on, until somebody resumes it', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    await ledger.pause('model:m1', 'ops')
    const [held, free] = [newJob({ model: 'm1' }), newJob({ model: 'm2' })]
    await ledger.accept(held, null)
    await ledger.accept(free, null)
    expect((await ledger.feed()).rings.map(({ id }) => id)).toEqual([free.id])
    expect((await ledger.waitingFor([(await ledger.read(held.id))!])).get(held.id)).toMatchObject({
      gate: 'paused',
      reason: { kind: 'closed', cause: 'paused by ops' },
      until: null,
    })
    await ledger.resume('model:m1')
    expect((await ledger.feed()).rings.map(({ id }) => id)).toEqual([held.id])
  })

  test('tells a job that was rung before to wait', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const job = newJob()
    await ledger.accept(job, null)
    await ledger.feed()
    await ledger.pause(`model:${job.model}`, 'ops')
    expect(await ledger.begin(job.id, 's')).toMatchObject({ kind: 'wait', gate: 'paused' })
  })

  test('is resumed alone: a pause of all submissions stays', async () => {
    const under = ledgerUnderTest(own.redis)
    await under.ledger.pause('submit', 'ops')
    await under.ledger.pause('model:m1', 'ops')
    await under.ledger.resume('model:m1')
    expect(await closedNames(under)).toEqual(['paused'])
  })
})

describe('reads behind a gate', () => {
  test('do not use up the try that a submission waits for', async () => {
    const under = ledgerUnderTest(own.redis, { gateProbeMs: 40, readLeaseMs: 1 })
    const task = await running(under.ledger, 't1')
    const hold = { gate: 'maintenance', holdMs: 0, cause: '455' } as const
    const asked = { ...evidence, hold }
    const pending: ReadDecision = { event: null, readAt: 0, resultless: false }
    await under.ledger.recordRead(task, { decision: pending, evidence: asked, now: 0, detail: null })
    await under.ledger.accept(newJob(), null)
    // A read goes first, and tells nothing.
    while ((await under.ledger.claim(1)).claims.length === 0);
    expect((await under.ledger.feed()).rings).toHaveLength(1)
  })
})

describe('changes of a gate', () => {
  test('are told once each, by the process that made them', async () => {
    const { prefix, limits } = ledgerUnderTest(own.redis)
    const told: GateChange[] = []
    const deaf: GateChange[] = []
    const ledger = createLedger(own.redis, prefix, limits, rememberIntents(), (change) => told.push(change))
    const other = createLedger(own.redis, prefix, limits, rememberIntents(), (change) => deaf.push(change))
    const [first, second] = [await begun(ledger), await begun(ledger)]
    await ledger.recordAnswer(first, noCredits(0), {})
    await ledger.recordAnswer(second, noCredits(0), {})
    const probe = (await other.feed()).rings[0]!
    const again = await other.begin(probe.id, 's')
    if (again.kind !== 'go') throw new Error(again.kind)
    await ledger.recordAnswer({ id: probe.id, attempt: again.attempt }, { event: 'bound', taskId: 't' }, {})
    expect(told).toMatchObject([
      { gate: 'credits', change: 'closed', cause: 'insufficient credits' },
      { gate: 'credits', change: 'opened', heldMs: expect.any(Number) },
    ])
    expect(deaf).toEqual([])
  })

  test('by time alone are told by whoever looks next', async () => {
    const { prefix, limits } = ledgerUnderTest(own.redis)
    const told: string[] = []
    const ledger = createLedger(own.redis, prefix, limits, rememberIntents(), (change) =>
      told.push(change.change),
    )
    const call = await begun(ledger)
    const tooMany = { gate: 'rate', holdMs: 1, cause: '429' } as const
    await ledger.recordAnswer(call, { event: 'released', gate: tooMany, pauseMs: 0, wire: 'answered' }, {})
    while (told.length < 2) await ledger.feed()
    await ledger.feed()
    expect(told).toEqual(['closed', 'opened'])
  })

  test('become one line that says what to do', () => {
    const change: GateChange = {
      gate: 'credits',
      change: 'closed',
      cause: 'insufficient credits',
      since: 0,
      untilAt: 60_000,
      heldMs: 0,
    }
    expect(gateLine(change)).toEqual({
      level: 'warn',
      fields: {
        event: 'gateClosed',
        gate: 'credits',
        cause: 'insufficient credits',
        since: '1970-01-01T00:00:00.000Z',
        until: '1970-01-01T00:01:00.000Z',
      },
      message: expect.stringContaining('Top it up'),
    })
    expect(gateLine({ ...change, gate: 'auth' }).level).toBe('error')
    expect(gateLine({ ...change, gate: 'paused', untilAt: 1e15 }).fields).not.toHaveProperty('until')
    expect(gateLine({ ...change, gate: 'model:a/b', change: 'opened', heldMs: 5 })).toMatchObject({
      level: 'info',
      fields: { event: 'gateOpened', gate: 'model:a/b', heldMs: 5 },
    })
  })
})
