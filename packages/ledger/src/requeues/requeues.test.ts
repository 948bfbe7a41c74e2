import { describe, expect, test } from '@jest/globals'
import type { Failure, ReadDecision } from '@kiln/lifecycle'
import type { Bulk } from '../acts/acts.ts'
import { newKey } from '../testing/batches.ts'
import { begun, ledgerUnderTest, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { note, succeeded } from '../testing/reads.ts'
import type { NewRequeue } from './requeue-record.ts'

const own = usePrivateRedis()

let tasks = 0
const failing = (message: string): ReadDecision => ({
  event: 'failed',
  failure: { class: 'generationFailed', code: '501', message, charged: 'no' },
  creditsConsumed: 0,
})
async function failedJob({ ledger }: LedgerUnderTest, message = 'gave up', overrides = {}): Promise<string> {
  const task = await running(ledger, `task-${tasks++}`, { quoted: { min: 1, max: 2 }, ...overrides })
  await ledger.recordRead(task, note(failing(message)))
  return task.id
}
const REQUEUE: NewRequeue = {
  tenant: 'acme',
  by: 'ops',
  filter: { class: 'generationFailed' },
  limit: null,
  canary: 0,
  stopAfter: 20,
  confirmCharge: false,
}
async function created({ ledger }: LedgerUnderTest, changes: Partial<NewRequeue> = {}, key = newKey()) {
  const answer = await ledger.requeues.create({ ...REQUEUE, ...changes }, key)
  if (answer.kind === 'conflict') throw new Error('conflict')
  return answer.requeue
}
async function requeued(
  { ledger }: LedgerUnderTest,
  job: string,
  id: string,
  outcome: Bulk['outcome'] = 'requeued',
) {
  const found = (await ledger.acts.read(job))!
  const bulk = { id, outcome, class: 'generationFailed' }
  return ledger.acts.requeue(found, { by: 'ops', bulk, confirmed: false, edited: null, charged: null })
}
/** The second attempt of a requeued job comes to this. */
async function comesTo({ ledger }: LedgerUnderTest, id: string, decision: ReadDecision) {
  await ledger.feed()
  const attempt = await ledger.begin(id, 'second')
  if (attempt.kind !== 'go') throw new Error(attempt.kind)
  const taskId = `again-${tasks++}`
  await ledger.recordAnswer({ id, attempt: attempt.attempt }, { event: 'bound', taskId }, {})
  await ledger.recordRead({ id, attempt: attempt.attempt, taskId, hintsSeen: 0 }, note(decision))
}

describe('a plan', () => {
  test('counts what matches, what may go, why the rest may not, and what it costs', async () => {
    const under = ledgerUnderTest(own.redis)
    for (let n = 0; n < 3; n++) await failedJob(under)
    await failedJob(under, 'gave up', { quoted: 'unknown', model: 'z-image' })
    const unsure: Failure = { class: 'generationFailed', code: '501', message: 'gave up', charged: 'unknown' }
    const attempt = await begun(under.ledger)
    await under.ledger.recordAnswer(attempt, { event: 'rejected', failure: unsure, gate: null }, {})
    const query = {
      tenant: 'acme',
      filter: { class: 'generationFailed' },
      limit: null,
      confirmCharge: false,
    } as const
    const plan = await under.ledger.requeues.plan(query)
    expect(plan).toMatchObject({
      matching: 5,
      eligible: 4,
      notEligible: [{ why: 'chargeUnknown', jobs: 1 }],
      asked: 4,
      credits: { min: 3, max: 6 },
      unpriced: 1,
    })
    expect(plan.models.toSorted()).toEqual(['nano-banana-2', 'z-image'])
    expect(await under.ledger.requeues.plan({ ...query, confirmCharge: true })).toMatchObject({ eligible: 5 })
    expect(await under.ledger.requeues.plan({ ...query, limit: 2 })).toMatchObject({
      matching: 5,
      eligible: 2,
    })
    const ofModel = { ...query, filter: { model: 'z-image' } }
    expect(await under.ledger.requeues.plan(ofModel)).toMatchObject({ matching: 1, unpriced: 1 })
    for (const filter of [
      { since: Date.now() + 60_000 },
      { until: 1 },
      { cause: 'cause_*' },
      { batchId: '*' },
    ]) {
      expect(await under.ledger.requeues.plan({ ...query, filter })).toMatchObject({ matching: 0 })
    }
    expect(await under.ledger.requeues.plan({ ...query, tenant: 'other' })).toMatchObject({ matching: 0 })
  })
})

describe('a bulk requeue', () => {
  test('is one for each key, over the jobs that failed until then', async () => {
    const under = ledgerUnderTest(own.redis)
    const jobs = [await failedJob(under), await failedJob(under)]
    const key = newKey()
    const requeue = await created(under, { canary: 1, limit: 7 }, key)
    expect(requeue).toMatchObject({
      ...REQUEUE,
      canary: 1,
      limit: 7,
      status: 'planned',
      found: 2,
      left: 2,
      out: { returned: 0 },
    })
    await failedJob(under)
    expect(await created(under, {}, key)).toMatchObject({ id: requeue.id, found: 2 })
    const other = await under.ledger.requeues.create(REQUEUE, { ...key, fingerprint: 'of another body' })
    expect(other).toEqual({ kind: 'conflict' })
    const claimed = await under.ledger.requeues.claim(10)
    expect(claimed).toMatchObject({ requeue: { id: requeue.id }, jobs })
    // It is leased.
    expect(await under.ledger.requeues.claim(10)).toBeNull()
    expect(await under.ledger.audit(5)).toMatchObject([{ id: requeue.id, act: 'bulkRequeue', by: 'ops' }])
  })

  test('requeues each job once, whoever else does so too', async () => {
    const under = ledgerUnderTest(own.redis)
    const job = await failedJob(under)
    const [one, other] = [await created(under), await created(under)]
    const found = (await under.ledger.acts.read(job))!
    const plain = { by: 'ops', confirmed: false, edited: null, charged: null }
    const bulk = (id: string) => ({
      ...plain,
      bulk: { id, outcome: 'requeued' as const, class: 'generationFailed' },
    })
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        under.ledger.acts.requeue(found, [plain, bulk(one.id), bulk(other.id)][n % 3]!),
      ),
    )
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1)
    expect(await under.ledger.audit(10)).toHaveLength(3)
  })

  test('hears what became of its jobs in the script that moves them', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const jobs: string[] = []
    for (let n = 0; n < 5; n++) jobs.push(await failedJob(under))
    const { id } = await created(under)
    for (const job of jobs) expect(await requeued(under, job, id)).toMatchObject({ kind: 'done' })
    expect(await ledger.requeues.read(id)).toMatchObject({
      left: 0,
      did: { requeued: 5 },
      out: { succeeded: 0 },
    })
    await comesTo(under, jobs[0]!, succeeded)
    await comesTo(under, jobs[1]!, failing('another word, the same class'))
    await comesTo(under, jobs[2]!, {
      event: 'failed',
      failure: { class: 'contentRefused', code: '422', message: 'x', charged: 'no' },
      creditsConsumed: 0,
    })
    await comesTo(under, jobs[3]!, { event: 'vanished' })
    await ledger.cancel(jobs[4]!)
    const out = { succeeded: 1, returned: 1, failed: 1, parked: 1, canceled: 1 }
    expect(await ledger.requeues.read(id)).toMatchObject({ out })
    // Run again by hand, it counts no more.
    await requeued(under, jobs[1]!, 'requeue_of_nobody')
    const found = (await ledger.acts.read(jobs[1]!))!
    await ledger.acts.requeue(found, { by: 'ops', confirmed: false, edited: null, charged: null })
    await comesTo(under, jobs[1]!, failing('again'))
    expect(await ledger.requeues.read(id)).toMatchObject({ out })
  })

  test('requeues nothing once it was aborted, and stays so', async () => {
    const under = ledgerUnderTest(own.redis)
    const job = await failedJob(under)
    const { id } = await created(under)
    await under.ledger.requeues.abort(id, 'a person')
    expect(await requeued(under, job, id)).toMatchObject({ kind: 'stale' })
    await under.ledger.requeues.note(id, { status: 'running', skipped: { job, why: 'changed' } })
    expect(await under.ledger.requeues.read(id)).toMatchObject({
      status: 'aborted',
      abortedBy: 'a person',
      left: 1,
      skipped: {},
      endedAt: expect.any(Number),
    })
    expect(await under.ledger.requeues.claim(10)).toBeNull()
    expect(await own.redis.exists(`${under.prefix}:requeueTodo:${id}`)).toBe(0)
    expect((await under.ledger.audit(5)).map(({ act }) => act)).toEqual(['bulkRequeue', 'bulkAbort'])
  })

  test('counts what it leaves as it is once, by why', async () => {
    const under = ledgerUnderTest(own.redis)
    const job = await failedJob(under)
    const { id } = await created(under)
    for (let n = 0; n < 2; n++) await under.ledger.requeues.note(id, { skipped: { job, why: 'kieSilent' } })
    expect(await under.ledger.requeues.read(id)).toMatchObject({ left: 0, skipped: { kieSilent: 1 } })
  })

  test('that was claimed comes up again when it is told to', async () => {
    const under = ledgerUnderTest(own.redis)
    await failedJob(under)
    const { id } = await created(under)
    await under.ledger.requeues.claim(1)
    await under.ledger.requeues.note(id, { status: 'canary', againInMs: 0 })
    expect(await under.ledger.requeues.claim(1)).toMatchObject({ requeue: { id, status: 'canary' } })
  })
})
