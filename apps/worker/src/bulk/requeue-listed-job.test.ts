import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Exchange } from '@kiln/kie-client'
import { connectForWork, type Ledger, type NewRequeue, type RequeueRecord } from '@kiln/ledger'
import { pricedJob } from '@kiln/ledger/testing'
import { REAL_TIMING, type Failure, type ReadOutcome } from '@kiln/lifecycle'
import { startPrivateRedis } from '@kiln/local'
import type { Redis } from 'ioredis'
import { ledgerIn } from './bulk.test.kit.ts'
import { requeueListedJob } from './requeue-listed-job.ts'

let server: Awaited<ReturnType<typeof startPrivateRedis>>
let redis: Redis
let ledger: Ledger
beforeAll(async () => {
  server = await startPrivateRedis({ kind: 'auto' })
  redis = connectForWork(server.url)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})
beforeEach(() => {
  ledger = ledgerIn(redis).ledger
})

const FAILURE: Failure = { class: 'contentRefused', code: '422', message: 'flagged', charged: 'unknown' }
const TASK = 'the-task'

/** A job that failed: after a task of its own, or at once. */
async function failedJob({ withTask = true, model = 'nano-banana-2' } = {}): Promise<string> {
  const { id, ...job } = pricedJob({ model })
  await ledger.accept({ id, ...job }, null)
  await ledger.feed()
  await ledger.begin(id, 'a-secret')
  const attempt = { id, attempt: 1 }
  if (!withTask) {
    await ledger.recordAnswer(attempt, { event: 'rejected', failure: FAILURE, gate: null }, {})
    return id
  }
  await ledger.recordAnswer(attempt, { event: 'bound', taskId: TASK }, {})
  const evidence = { ok: true, askedAt: Date.now(), hold: null }
  const note = {
    decision: { event: 'failed', failure: FAILURE, creditsConsumed: 0 },
    evidence,
    now: 0,
    detail: null,
  } as const
  await ledger.recordRead({ ...attempt, taskId: TASK, hintsSeen: 0 }, note)
  return id
}

async function requeueOf(changes: Partial<NewRequeue> = {}): Promise<RequeueRecord> {
  const filter = { class: 'contentRefused' } as const
  const plain = {
    act: 'requeue' as const,
    tenant: 'acme',
    by: 'ops',
    filter,
    limit: null,
    canary: 0,
    stopAfter: 20,
    confirmCharge: false,
  }
  const key = { keyHash: randomBytes(8).toString('hex'), fingerprint: 'f', ttlMs: 60_000 }
  const created = await ledger.bulk.create({ ...plain, ...changes }, key)
  if (created.kind === 'conflict') throw new Error('conflict')
  return created.bulk as RequeueRecord
}

const answerOf = (data: object): Exchange => ({
  phase: 'answer',
  httpStatus: 200,
  body: JSON.stringify({ code: 200, msg: 'success', data: { taskId: TASK, ...data } }),
  retryAfterMs: null,
})
const SAYS = {
  failed: answerOf({ state: 'fail', failCode: '422', failMsg: 'flagged' }),
  succeeded: answerOf({ state: 'success', resultJson: '{"resultUrls":["https://a.example/b.png"]}' }),
  runs: answerOf({ state: 'generating' }),
  nothing: { phase: 'wire', cause: { code: 'ECONNRESET', message: 'reset' } } satisfies Exchange,
}

async function tryJob(requeue: RequeueRecord, id: string, says: keyof typeof SAYS = 'failed') {
  const asked: ReadOutcome[] = []
  const deps = {
    kie: { recordInfo: async () => SAYS[says] },
    acts: ledger.acts,
    timing: { ...REAL_TIMING, creditProbeMs: 60_000, submitWindowMs: 10_000 },
    readTimeoutMs: 1_000,
    onAnswer: (outcome: ReadOutcome) => asked.push(outcome),
  }
  const listed = await requeueListedJob(deps, requeue, id)
  return { ...listed, calls: asked.length }
}
const stateOf = async (id: string) => (await ledger.read(id))?.state

describe('a job of a bulk requeue', () => {
  test('gets a new attempt when KIE says again that it failed, and leaves the list', async () => {
    const id = await failedJob()
    const requeue = await requeueOf()
    expect(await tryJob(requeue, id)).toMatchObject({
      kind: 'done',
      outcome: 'requeued',
      asked: true,
      calls: 1,
    })
    expect(await ledger.read(id)).toMatchObject({ state: 'queued', attempt: 1 })
    expect(await ledger.bulk.read(requeue.id)).toMatchObject({ left: 0, did: { requeued: 1 } })
    const [act] = (await ledger.auditPage({ bulk: requeue.id, limit: 5 })).entries
    expect(act).toMatchObject({ target: id, actor: 'ops', act: 'requeue' })
  })

  test('has its result when KIE has it by now, and nothing is sent', async () => {
    const id = await failedJob()
    const requeue = await requeueOf()
    expect(await tryJob(requeue, id, 'succeeded')).toMatchObject({ kind: 'done', outcome: 'adopted' })
    expect(await stateOf(id)).toBe('succeeded')
    expect(await ledger.bulk.read(requeue.id)).toMatchObject({
      did: { adopted: 1 },
      out: { succeeded: 0 },
    })
  })

  test('is watched again when its task still runs', async () => {
    const id = await failedJob()
    const requeue = await requeueOf()
    expect(await tryJob(requeue, id, 'runs')).toMatchObject({ kind: 'done', outcome: 'resumed' })
    expect(await stateOf(id)).toBe('running')
  })

  test('stays as it is when a second charge cannot be ruled out, unless that was confirmed', async () => {
    const silent = await failedJob()
    const refused = await failedJob({ withTask: false })
    const careful = await requeueOf()
    expect(await tryJob(careful, silent, 'nothing')).toMatchObject({ kind: 'skipped', why: 'kieSilent' })
    expect(await tryJob(careful, refused)).toMatchObject({ kind: 'skipped', why: 'chargeUnknown', calls: 0 })
    expect([await stateOf(silent), await stateOf(refused)]).toEqual(['failed', 'failed'])
    const bold = await requeueOf({ confirmCharge: true })
    // Nobody can confirm what may still run, for many at once.
    expect(await tryJob(bold, silent, 'nothing')).toMatchObject({ kind: 'skipped', why: 'kieSilent' })
    expect(await tryJob(bold, refused)).toMatchObject({ outcome: 'requeued' })
  })

  test('is left for later when KIE cannot be asked', async () => {
    const id = await failedJob()
    const requeue = await requeueOf()
    const deps = {
      kie: null,
      acts: ledger.acts,
      timing: { ...REAL_TIMING, creditProbeMs: 1, submitWindowMs: 1 },
      readTimeoutMs: 1,
      onAnswer: () => undefined,
    }
    expect(await requeueListedJob(deps, requeue, id)).toEqual({ kind: 'notNow' })
    expect(await ledger.bulk.read(requeue.id)).toMatchObject({ left: 1 })
  })

  test('that changed since the requeue came to be is none of its business', async () => {
    const [requeued, again, other] = [
      await failedJob(),
      await failedJob(),
      await failedJob({ model: 'z-image' }),
    ]
    const requeue = await requeueOf({ filter: { model: 'nano-banana-2' } })
    const plain = { by: 'a person', confirmed: false, edited: null, charged: null }
    await ledger.acts.requeue((await ledger.acts.read(requeued))!, plain)
    expect(await tryJob(requeue, requeued)).toMatchObject({ kind: 'skipped', why: 'changed', calls: 0 })
    const failedLater = { ...requeue, createdAt: (await ledger.read(again))!.finishedAt! - 1 }
    expect(await tryJob(failedLater, again)).toMatchObject({ kind: 'skipped', why: 'changed', calls: 0 })
    expect(await tryJob(requeue, other)).toMatchObject({ kind: 'skipped', why: 'outsideFilter', calls: 0 })
  })

  test('is not sent for a requeue that was aborted while KIE was asked', async () => {
    const id = await failedJob()
    const requeue = await requeueOf()
    await ledger.bulk.abort(requeue.id, 'a person')
    expect(await tryJob(requeue, id)).toMatchObject({ kind: 'skipped', why: 'changed' })
    expect(await stateOf(id)).toBe('failed')
  })
})
