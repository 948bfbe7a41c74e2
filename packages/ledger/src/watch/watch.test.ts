import { describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import type { Ledger } from '../create-ledger.ts'
import { begun, ledgerUnderTest, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import {
  failed,
  gatesOf,
  goodEvidence,
  goodRead,
  hinted,
  idsOf,
  lookAgainInMs,
  note,
  succeeded,
} from '../testing/reads.ts'
import type { Confirmation } from './confirm.ts'

const own = usePrivateRedis()

const outcomesOf = async (ledger: Ledger) => (await ledger.figures()).credits.map(({ outcome }) => outcome)

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

  test('hands out a job a little before it is due, when asked to, and says when to ask', async () => {
    const leaseMs = 15_000
    const limits = { readLeaseMs: leaseMs, pollWindow: { count: 1, windowMs: 60_000 } }
    const { ledger, prefix } = ledgerUnderTest(own.redis, limits)
    const soon = await running(ledger, 't1')
    const dueAt = (await ledger.claim(0)).now + 3_600_000
    await own.redis.zadd(`${prefix}:due`, dueAt, soon.id)
    expect(await ledger.claim(10)).toMatchObject({ claims: [], nextAt: dueAt })
    expect(await ledger.claim(10, 1_000)).toMatchObject({ claims: [], nextAt: dueAt - 500 })
    const { claims } = await ledger.claim(10, 3_700_000)
    expect(claims).toMatchObject([{ kind: 'watch', job: { id: soon.id }, dueAt }])
    // Its lease and its place in the meter count from when it will be read.
    expect(Number(await own.redis.zscore(`${prefix}:due`, soon.id))).toBe(dueAt + leaseMs)
    expect(Number(await own.redis.hget(`${prefix}:job:${soon.id}`, 'lease'))).toBe(dueAt + leaseMs)
    expect(await own.redis.zrange(`${prefix}:reads`, '0', '-1', 'WITHSCORES')).toEqual([
      '1',
      String(dueAt + 60_000),
    ])
  })

  test('hands out what is due before what will be', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const [later, overdue] = [await running(ledger, 't1'), await running(ledger, 't2')]
    const { now } = await ledger.claim(0)
    await own.redis.zadd(`${prefix}:due`, now + 300_000, later.id)
    expect(idsOf((await ledger.claim(1, 400_000)).claims)).toEqual([overdue.id])
    expect(idsOf((await ledger.claim(1, 400_000)).claims)).toEqual([later.id])
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

  test('keeps a quarantined job where a person finds it, as far as it can be read', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const bad = await running(ledger, 't1')
    await own.redis.hset(`${prefix}:job:${bad.id}`, 'input', '{"cut', 'seq', 'none')
    const [claim] = (await ledger.claim(10)).claims
    expect(claim).toMatchObject({ kind: 'damaged', id: bad.id })
    await ledger.quarantine(bad.id, 'input: not JSON')
    const parked = {
      id: bad.id,
      state: 'parked',
      parkedReason: 'quarantined',
      input: {},
      model: 'nano-banana-2',
    }
    expect(await ledger.read(bad.id)).toMatchObject(parked)
    expect((await ledger.list({ tenant: 'acme', state: 'parked', limit: 5 })).jobs).toMatchObject([parked])
    const { states, accepted } = await ledger.figures()
    expect([states.parked, accepted]).toEqual([1, 1])
    expect((await ledger.claim(10)).claims).toEqual([])
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
  const refusal = { gate: 'auth', holdMs: 1_000, cause: 'You do not have access permissions' } as const
  const tooMany = { gate: 'reads', holdMs: 60_000, cause: 'too many reads' } as const
  const upkeep = { gate: 'maintenance', holdMs: 60_000, cause: 'maintenance' } as const
  const held = (hold: typeof refusal | typeof tooMany | typeof upkeep, askedAt: number) => ({
    decision: lookAgainInMs(0),
    evidence: { ok: false, askedAt, hold },
    now: 0,
    detail: null,
  })

  test('stop after a 401 until one read is answered in order', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { gateProbeMs: 1_000 })
    const tasks = [await running(ledger, 't1'), await running(ledger, 't2')]
    const { now } = await ledger.claim(1)
    await ledger.recordRead(tasks[0]!, held(refusal, now))
    expect((await ledger.claim(10)).claims).toEqual([])
    let probe = await ledger.claim(10)
    while (probe.claims.length === 0) probe = await ledger.claim(10)
    expect(probe.claims).toHaveLength(1)
    const probed = tasks.find(({ id }) => id === idsOf(probe.claims)[0])!
    await ledger.recordRead(probed, goodRead(probe.now))
    expect(await gatesOf(ledger)).toEqual([])
  })

  test.each([
    ['a 401', refusal],
    ['a 429', tooMany],
    ['maintenance', upkeep],
  ])('after %s are not let go by the answer to a read that was sent before', async (_name, hold) => {
    const { ledger } = ledgerUnderTest(own.redis, { gateProbeMs: 60_000 })
    const [first, second] = [await running(ledger, 't1'), await running(ledger, 't2')]
    await running(ledger, 't3')
    const { now } = await ledger.claim(2)
    await ledger.recordRead(first, held({ ...hold, holdMs: 60_000 } as typeof hold, now))
    await ledger.recordRead(second, goodRead(now))
    expect((await ledger.claim(10)).claims).toEqual([])
  })

  test('slow down after a 429, for reads only, and go on by time alone', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    const { now } = await ledger.claim(1)
    await ledger.recordRead(task, held(tooMany, now))
    expect((await ledger.claim(10)).claims).toEqual([])
    await expect(begun(ledger)).resolves.toMatchObject({ attempt: 1 })
    await ledger.recordRead(task, goodRead(now + 1_000_000))
    expect((await ledger.claim(10)).claims).toEqual([])
  })

  test('for maintenance are served again before jobs are sent again', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { gateProbeMs: 60_000 })
    const task = await running(ledger, 't1')
    const { now } = await ledger.claim(1)
    await ledger.recordRead(task, held(upkeep, now))
    await ledger.recordRead(task, goodRead(now + 1_000_000))
    expect(await gatesOf(ledger)).toEqual(['maintenance'])
    expect((await ledger.claim(10)).claims).toHaveLength(1)
  })
})

describe('what a job was charged', () => {
  const resultless: ReadDecision = { event: 'resultless', creditsConsumed: 10 }
  const paid: ReadDecision = {
    event: 'succeeded',
    result: { urls: ['https://a/b.png'] },
    creditsConsumed: 10,
  }

  test('for a result after the limit counts as rescued', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.recordRead(task, note({ event: 'limitPassed', readAt: 0 }))
    await ledger.recordRead(task, note(paid))
    expect(await outcomesOf(ledger)).toEqual(['rescued'])
  })

  test('by a new attempt after a person was needed counts as delivered', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const lost = { id: attempt.id, attempt: 1, state: 'unconfirmed' } as const
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'reset' }, {})
    await ledger.endOverdue(lost)
    expect((await ledger.read(attempt.id))?.state).toBe('parked')
    // Its own answer, after all: it was never sent.
    await ledger.recordAnswer(attempt, { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' }, {})
    await ledger.feed()
    await ledger.begin(attempt.id, 'second')
    const second = { id: attempt.id, attempt: 2, taskId: 't2', hintsSeen: 0 }
    await ledger.recordAnswer(second, { event: 'bound', taskId: 't2' }, {})
    await ledger.recordRead(second, note(paid))
    expect(await outcomesOf(ledger)).toEqual(['delivered'])
  })

  test('is counted once, as rescued, for a task that was parked without a result and delivered later', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.recordRead(task, note(resultless))
    const claim = await hinted(ledger, task, 't1')
    expect(
      await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, goodEvidence, 0),
    ).toBe('bound')
    await ledger.recordRead(task, note(paid))
    expect(await ledger.read(task.id)).toMatchObject({ state: 'succeeded', creditsCharged: 10 })
    expect((await ledger.figures()).credits).toEqual([
      { model: 'nano-banana-2', outcome: 'rescued', credits: 10 },
    ])
  })

  test('adds up over its attempts, and a failed one that cost money is booked at once', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1', { retries: 1 })
    const { failure } = failed
    await ledger.recordRead(
      task,
      note({ event: 'retried', failure, creditsConsumed: 12, gate: null, pauseMs: 0 }),
    )
    expect((await ledger.figures()).credits).toEqual([
      { model: 'nano-banana-2', outcome: 'failed', credits: 12 },
    ])
    await ledger.feed()
    await ledger.begin(task.id, 'second')
    await ledger.recordAnswer({ id: task.id, attempt: 2 }, { event: 'bound', taskId: 't2' }, {})
    await ledger.recordRead({ ...task, attempt: 2, taskId: 't2' }, note(paid))
    expect(await ledger.read(task.id)).toMatchObject({ state: 'succeeded', creditsCharged: 22 })
  })

  test('of a stray task is booked once, however often its callback is confirmed', async () => {
    const { ledger } = ledgerUnderTest(own.redis, { readLeaseMs: 0 })
    const first = await begun(ledger)
    await ledger.recordAnswer(first, { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' }, {})
    await ledger.feed()
    await ledger.begin(first.id, 'second')
    await ledger.recordAnswer({ id: first.id, attempt: 2 }, { event: 'bound', taskId: 't2' }, {})
    const claim = await hinted(ledger, first, 't1')
    const confirmation: Confirmation = {
      kind: 'ours',
      verdict: { result: { urls: ['https://a/1.png'] }, credits: 5 },
    }
    await ledger.recordConfirmation(claim, confirmation, goodEvidence, 0)
    await ledger.recordConfirmation(claim, confirmation, goodEvidence, 0)
    expect(await ledger.figures()).toMatchObject({
      strayTasks: 1,
      credits: [{ outcome: 'wasted', credits: 5 }],
    })
  })

  test('can be any number KIE may name', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.recordRead(task, note({ ...paid, creditsConsumed: 1_000_000_000 }))
    expect(await ledger.read(task.id)).toMatchObject({ state: 'succeeded', creditsCharged: 1_000_000_000 })
  })
})

describe('a verdict', () => {
  test('is written whatever KIE puts into its words', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    const failure = { ...failed.failure, code: 'x\ud83d', message: '\u0000 \udc00 ] } "' }
    const decision: ReadDecision = { event: 'failed', failure, creditsConsumed: 0 }
    const detail = { ...failure, class: 'failed' }
    await ledger.recordRead(task, { ...note(decision), detail })
    expect(await ledger.read(task.id)).toMatchObject({ state: 'failed', failure: { class: 'upstreamError' } })
    expect((await ledger.timeline(task.id)).at(-1)).toMatchObject({ event: 'failed' })
  })
})

describe('a record damaged while its task runs', () => {
  test.each(['lane', 'place', 'hints'])(
    'in %s goes to a person with the read that finds it',
    async (field) => {
      const { ledger, prefix } = ledgerUnderTest(own.redis)
      const task = await running(ledger, 't1')
      await ledger.claim(1)
      await own.redis.hset(`${prefix}:job:${task.id}`, 'hints', 'x', 'place', 'x')
      if (field === 'lane') await own.redis.hdel(`${prefix}:job:${task.id}`, 'lane')
      expect(await ledger.recordRead(task, note(succeeded))).toMatchObject({ kind: 'moved', state: 'parked' })
      expect(await ledger.read(task.id)).toMatchObject({
        state: 'parked',
        parkedReason: 'quarantined',
        result: null,
      })
    },
  )

  test('can be neither canceled nor hung upon', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await own.redis.hset(`${prefix}:job:${task.id}`, 'place', 'x')
    expect(await ledger.cancel(task.id)).toMatchObject({ kind: 'refused' })
  })
})

describe('a callback during the read that would call a person', () => {
  const calls: ReadDecision[] = [{ event: 'vanished' }, { event: 'resultless', creditsConsumed: 1 }]
  test.each(calls)('$event: the job is read once more instead', async (decision) => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.claim(1)
    await ledger.hint({ ...task, jobId: task.id, claimsSuccess: true })
    expect(await ledger.recordRead(task, note(decision))).toMatchObject({ kind: 'noted', state: 'running' })
    expect((await ledger.claim(1)).claims).toMatchObject([{ kind: 'watch', job: { parkedReason: null } }])
  })
})

describe('a callback while the job is read at its limit', () => {
  test('makes the late job due at once', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.claim(1)
    await ledger.hint({ ...task, jobId: task.id, claimsSuccess: true })
    await ledger.recordRead(task, note({ event: 'limitPassed', readAt: 900_000 }))
    expect((await ledger.claim(10)).claims).toMatchObject([{ kind: 'watch', job: { state: 'late' } }])
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
