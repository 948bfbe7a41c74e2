import { describe, expect, test } from '@jest/globals'
import { createLedger } from '../create-ledger.ts'
import { keepState } from '../testing/go-back.ts'
import { begun, ledgerUnderTest, newJob, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { gatesOf, hinted } from '../testing/reads.ts'
import { rememberIntents, type Mark, type Rollback } from './remember-intents.ts'

const own = usePrivateRedis()

/** A process with a memory of its own, at the same ledger as others. */
function processAt({ prefix, limits }: Pick<ReturnType<typeof ledgerUnderTest>, 'prefix' | 'limits'>) {
  const told: (Rollback | 'resumed')[] = []
  const memory = rememberIntents({
    onFrozen: (rollback) => told.push(rollback),
    onResumed: () => told.push('resumed'),
  })
  return { ledger: createLedger(own.redis, prefix, limits, memory), memory, told }
}

const installation = () => {
  const { prefix, limits } = ledgerUnderTest(own.redis)
  const worker = processAt({ prefix, limits })
  return { prefix, limits, ...worker, keepState: () => keepState(own.redis, prefix) }
}

describe('a Redis that went back in time', () => {
  test('gets no more submissions, says how much it lost, and each process tells it once', async () => {
    const kiln = installation()
    const { ledger } = kiln
    await begun(ledger)
    const [paid, next] = [newJob(), newJob()]
    await ledger.accept(paid, null)
    await ledger.accept(next, null)
    await ledger.feed()
    const goBack = await kiln.keepState()
    expect(await ledger.begin(paid.id, 's')).toMatchObject({ kind: 'go' })
    await ledger.recordAnswer({ id: paid.id, attempt: 1 }, { event: 'bound', taskId: 't' }, {})
    await goBack()

    const newcomer = processAt(kiln)
    for (const { id } of [paid, next]) {
      expect(await ledger.begin(id, 'again')).toMatchObject({ kind: 'wait', gate: 'paused' })
    }
    expect(await ledger.read(paid.id)).toMatchObject({ state: 'queued', attempt: 0 })
    expect((await newcomer.ledger.feed()).rings).toEqual([])
    const detail = expect.stringMatching(/^rolledBack: Redis went back in time, and its last 1 intents/)
    const waiting = await ledger.waitingFor([(await ledger.read(paid.id))!])
    expect(waiting.get(paid.id)).toMatchObject({
      gate: 'paused',
      reason: { kind: 'closed', cause: detail },
      until: null,
    })
    expect((await ledger.figures()).closedGates).toMatchObject([
      { gate: 'paused', cause: detail, until: null },
    ])
    for (const { told } of [kiln, newcomer]) {
      expect(told).toEqual([{ cause: detail, lastIntentAt: expect.any(Number) }])
    }
  })

  test('still takes jobs, cancels, callbacks and reads', async () => {
    const kiln = installation()
    const { ledger } = kiln
    const watched = await running(ledger, 'task-1')
    const lost = await begun(ledger)
    const goBack = await kiln.keepState()
    await begun(ledger)
    await goBack()
    await ledger.feed()
    expect(await gatesOf(ledger)).toEqual(['paused'])
    const accepted = newJob()
    expect(await ledger.accept(accepted, null)).toMatchObject({ kind: 'accepted' })
    expect(await ledger.cancel(accepted.id)).toMatchObject({ kind: 'canceled' })
    const confirm = await hinted(ledger, lost, 'task-2')
    const evidence = { ok: true, askedAt: confirm.claimedAt, hold: null }
    expect(await ledger.recordConfirmation(confirm, { kind: 'ours', verdict: 'pending' }, evidence, 0)).toBe(
      'bound',
    )
    const { claims } = await ledger.claim(10)
    expect(claims.map((claim) => claim.kind === 'watch' && claim.job.id)).toContain(lost.id)
    expect(await ledger.read(watched.id)).toMatchObject({ state: 'running' })
  })

  test('is resumed once: no process closes the gate again for what was given up', async () => {
    const kiln = installation()
    const { ledger } = kiln
    const slow = processAt(kiln)
    await begun(ledger)
    const goBack = await kiln.keepState()
    await begun(ledger)
    await slow.ledger.feed()
    for (let i = 0; i < 2; i++) await begun(ledger)
    await goBack()
    // Whoever remembers less speaks first; the ledger keeps the highest.
    await slow.ledger.feed()
    await ledger.feed()
    expect((await ledger.figures()).closedGates[0]?.cause).toContain('its last 3 intents')
    expect(await ledger.resume('submit')).toEqual({ missingIntents: 3 })
    for (const each of [kiln, slow]) {
      await begun(each.ledger)
      expect(each.told.at(-1)).toBe('resumed')
    }
    expect(await ledger.resume('submit')).toEqual({ missingIntents: 0 })
    await ledger.feed()
    expect(kiln.memory.mark()?.intents).toBe(6)
  })

  test('is noticed though others have begun as many as were lost before the one who remembers speaks', async () => {
    const kiln = installation()
    await begun(kiln.ledger)
    const paid = newJob()
    await kiln.ledger.accept(paid, null)
    await kiln.ledger.feed()
    const goBack = await kiln.keepState()
    expect(await kiln.ledger.begin(paid.id, 's')).toMatchObject({ kind: 'go' })
    await goBack()
    const others = processAt(kiln)
    await begun(others.ledger)
    await begun(others.ledger)
    // What it merely reads does not pass for what it knew.
    await kiln.ledger.claim(1)
    await kiln.ledger.feed()
    expect((await kiln.ledger.figures()).closedGates[0]?.cause).toMatch(/^rolledBack: .*others began anew/)
    expect(await others.ledger.begin(paid.id, 'again')).toMatchObject({ kind: 'wait', gate: 'paused' })

    await kiln.ledger.resume('submit')
    await begun(kiln.ledger)
    await begun(others.ledger)
    expect(await gatesOf(kiln.ledger)).toEqual([])
  })

  test('is noticed so by a worker that knows of it from its file alone', async () => {
    const kiln = installation()
    await begun(kiln.ledger)
    const goBack = await kiln.keepState()
    await begun(kiln.ledger)
    const remembered = kiln.memory.mark()!
    await goBack()
    const others = processAt(kiln)
    await begun(others.ledger)
    await begun(others.ledger)
    const restarted = processAt(kiln)
    await restarted.ledger.identify()
    restarted.memory.recall(remembered)
    await restarted.ledger.feed()
    expect(await gatesOf(kiln.ledger)).toEqual(['paused'])
  })

  test('is used again as soon as the newer state is put back', async () => {
    const kiln = installation()
    await begun(kiln.ledger)
    const older = await kiln.keepState()
    await begun(kiln.ledger)
    const newer = await kiln.keepState()
    await older()
    await kiln.ledger.feed()
    expect(await gatesOf(kiln.ledger)).toEqual(['paused'])
    await newer()
    await begun(kiln.ledger)
    expect(kiln.told).toEqual([expect.anything(), 'resumed'])
  })

  test('is frozen by the first step of a worker that knows it from before its own restart', async () => {
    const kiln = installation()
    await begun(kiln.ledger)
    const remembered = { ...kiln.memory.mark()!, intents: 7 }
    const restarted = processAt(kiln)
    const identified = await restarted.ledger.identify()
    expect(identified).toMatchObject({ kind: 'ours', mark: { ledger: remembered.ledger, intents: 1 } })
    restarted.memory.recall(remembered)
    expect((await restarted.ledger.feed()).rings).toEqual([])
    expect((await kiln.ledger.figures()).closedGates[0]?.cause).toContain('its last 6 intents')
  })
})

/** Redis was emptied, and somebody else began a ledger of his own. */
async function exchanged() {
  const kiln = installation()
  await begun(kiln.ledger)
  const putBack = await kiln.keepState()
  await own.redis.del(await own.redis.keys(`${kiln.prefix}:*`))
  await begun(processAt(kiln).ledger)
  expect(await gatesOf(kiln.ledger)).toEqual([])
  await kiln.ledger.claim(1)
  await kiln.ledger.feed()
  expect((await kiln.ledger.figures()).closedGates[0]?.cause).toMatch(/^rolledBack: another ledger/)
  return { ...kiln, putBack }
}

describe('another ledger than a moment ago', () => {
  test('gets no submissions until an operator says that it is meant', async () => {
    const { ledger, memory } = await exchanged()
    const before = memory.mark()
    await ledger.feed()
    expect(memory.mark()).toEqual(before)
    await ledger.resume('submit')
    await begun(ledger)
    await begun(ledger)
    expect(await gatesOf(ledger)).toEqual([])
    expect(memory.mark()).toMatchObject({ intents: 3 })
  })

  test('is forgotten when the right one is back', async () => {
    const { ledger, putBack } = await exchanged()
    await putBack()
    await begun(ledger)
    expect(await gatesOf(ledger)).toEqual([])
  })
})

describe('what is remembered', () => {
  test('of another ledger freezes nothing', async () => {
    const kiln = installation()
    await kiln.ledger.identify()
    kiln.memory.recall({ ledger: 'of another Redis on this port', intents: 1_000 })
    await begun(kiln.ledger)
    expect(await gatesOf(kiln.ledger)).toEqual([])
  })

  test('rises with every intent, whoever wrote it, and never falls', async () => {
    const kiln = installation()
    const reader = processAt(kiln)
    const seen: (Mark | null)[] = []
    for (let i = 0; i < 3; i++) {
      await begun(kiln.ledger)
      await reader.ledger.feed()
      seen.push(reader.memory.mark())
    }
    expect(seen.map((mark) => mark?.intents)).toEqual([1, 2, 3])
    reader.memory.recall({ ...seen[0]! })
    expect(reader.memory.mark()?.intents).toBe(3)
  })

  test('is not unlearned from a read that a rolled back ledger answers first', async () => {
    const kiln = installation()
    await begun(kiln.ledger)
    const goBack = await kiln.keepState()
    await begun(kiln.ledger)
    await goBack()
    await kiln.ledger.claim(1)
    await kiln.ledger.feed()
    expect(await gatesOf(kiln.ledger)).toEqual(['paused'])
  })
})

describe('a pause by hand', () => {
  test('holds every job and names who paused, until it is resumed', async () => {
    const { ledger } = installation()
    const job = newJob()
    await ledger.accept(job, null)
    await ledger.feed()
    expect(await ledger.pause('submit', 'acme')).toMatchObject({ cause: 'paused by acme' })
    expect(await ledger.begin(job.id, 's')).toMatchObject({ kind: 'wait', gate: 'paused' })
    await ledger.resume('submit')
    expect((await ledger.feed()).rings).toMatchObject([{ id: job.id }])
    expect(await ledger.begin(job.id, 's')).toMatchObject({ kind: 'go' })
  })

  test('does not hide that Redis went back in time', async () => {
    const kiln = installation()
    await kiln.ledger.identify()
    const goBack = await kiln.keepState()
    await begun(kiln.ledger)
    await goBack()
    await kiln.ledger.pause('submit', 'acme')
    await kiln.ledger.feed()
    expect(await kiln.ledger.pause('submit', 'acme')).toMatchObject({
      cause: expect.stringMatching(/^rolledBack/),
    })
  })
})
