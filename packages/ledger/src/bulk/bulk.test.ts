import { describe, expect, test } from '@jest/globals'
import { newKey } from '../testing/batches.ts'
import { ledgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { succeeded } from '../testing/reads.ts'
import type { RequeueRecord } from './bulk-record.ts'
import { comesTo, created, failedJob, failing, REQUEUE, requeued } from './bulk.test.kit.ts'

const own = usePrivateRedis()

const sumOf = ({ left, did, skipped }: RequeueRecord) =>
  left + [did, skipped].flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0)

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
    const other = await under.ledger.bulk.create(REQUEUE, { ...key, fingerprint: 'of another body' })
    expect(other).toEqual({ kind: 'conflict' })
    const claimed = await under.ledger.bulk.claim('requeue', 10)
    expect(claimed).toMatchObject({ bulk: { id: requeue.id }, jobs })
    // It is leased, and so is the lane.
    expect(await under.ledger.bulk.claim('requeue', 10)).toBeNull()
    expect(await under.ledger.audit(5)).toMatchObject([{ id: requeue.id, act: 'bulkRequeue', by: 'ops' }])
  })

  test('stands in the audit with all that was asked for, after its record is gone as well', async () => {
    const under = ledgerUnderTest(own.redis)
    const since = Date.parse('2026-11-21T12:00:00Z')
    const filter = { class: 'upstreamError', batchId: 'batch_x', since } as const
    await created(under, { filter, limit: 7, canary: 5, stopAfter: 3, confirmCharge: true })
    const { entries } = await under.ledger.auditPage({ limit: 5 })
    expect(entries.map(({ details }) => details)).toEqual([
      {
        batch: 'batch_x',
        canary: '5',
        class: 'upstreamError',
        confirmed: 'yes',
        limit: '7',
        since: '2026-11-21T12:00:00.000Z',
        stopAfter: '3',
      },
    ])
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
    // The two bulk requeues, and the one that came to be.
    const ofBulk = [one.id, other.id].map((id) => under.ledger.auditPage({ bulk: id, limit: 10 }))
    const rows = (await Promise.all(ofBulk)).flatMap(({ entries }) => entries)
    expect([...rows, ...(await under.ledger.audit(10))]).toHaveLength(3)
  })

  test('hears what became of its jobs in the script that moves them', async () => {
    const under = ledgerUnderTest(own.redis)
    const { ledger } = under
    const jobs: string[] = []
    for (let n = 0; n < 5; n++) jobs.push(await failedJob(under))
    const { id } = await created(under)
    for (const job of jobs) expect(await requeued(under, job, id)).toMatchObject({ kind: 'done' })
    expect(await ledger.bulk.read(id)).toMatchObject({
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
    expect(await ledger.bulk.read(id)).toMatchObject({ out })
    // Run again by hand, it counts no more.
    await requeued(under, jobs[1]!, 'requeue_of_nobody')
    const found = (await ledger.acts.read(jobs[1]!))!
    await ledger.acts.requeue(found, { by: 'ops', confirmed: false, edited: null, charged: null })
    await comesTo(under, jobs[1]!, failing('again'))
    expect(await ledger.bulk.read(id)).toMatchObject({ out })
  })

  test('requeues nothing once it was aborted, and stays so', async () => {
    const under = ledgerUnderTest(own.redis)
    const job = await failedJob(under)
    const { id } = await created(under)
    await under.ledger.bulk.abort(id, 'a person')
    expect(await requeued(under, job, id)).toMatchObject({ kind: 'stale' })
    const late = await under.ledger.bulk.note(id, 1, {
      status: 'running',
      skipped: [{ job, why: 'changed' }],
    })
    expect(late).toBe('ended')
    expect(await under.ledger.bulk.read(id)).toMatchObject({
      status: 'aborted',
      abortedBy: 'a person',
      left: 1,
      skipped: {},
      endedAt: expect.any(Number),
    })
    expect(await under.ledger.bulk.claim('requeue', 10)).toBeNull()
    expect(await own.redis.exists(`${under.prefix}:bulkTodo:${id}`)).toBe(0)
    expect((await under.ledger.audit(5)).map(({ act }) => act)).toEqual(['bulkRequeue', 'bulkAbort'])
  })

  test('counts what it leaves as it is once, by why', async () => {
    const under = ledgerUnderTest(own.redis)
    const job = await failedJob(under)
    const { id } = await created(under)
    const { lease } = (await under.ledger.bulk.claim('requeue', 1))!
    const skipped = [{ job, why: 'kieSilent' }]
    for (let n = 0; n < 2; n++) await under.ledger.bulk.note(id, lease, { skipped })
    expect(await under.ledger.bulk.read(id)).toMatchObject({ left: 0, skipped: { kieSilent: 1 } })
  })

  test('that was claimed comes up again when it is told to', async () => {
    const under = ledgerUnderTest(own.redis)
    await failedJob(under)
    const { id } = await created(under)
    const claimed = await under.ledger.bulk.claim('requeue', 1)
    await under.ledger.bulk.note(id, claimed!.lease, { status: 'canary', againInMs: 0 })
    expect(await under.ledger.bulk.claim('requeue', 1)).toMatchObject({ bulk: { id, status: 'canary' } })
  })
})

describe('the counts of a bulk requeue', () => {
  test('come to what it found at every moment', async () => {
    const under = ledgerUnderTest(own.redis)
    const jobs: string[] = []
    // So many models that none is held for its failures.
    for (let n = 0; n < 20; n++) jobs.push(await failedJob(under, 'gave up', { model: `model-${n % 10}` }))
    const { id, found } = await created(under)
    const { lease } = (await under.ledger.bulk.claim('requeue', 1))!
    const work = jobs.map((job, n) =>
      n % 2 === 0
        ? requeued(under, job, id)
        : under.ledger.bulk.note(id, lease, { skipped: [{ job, why: 'kieSilent' }] }),
    )
    const looks = jobs.map(async () => sumOf((await under.ledger.bulk.read(id)) as RequeueRecord))
    await Promise.all(work)
    expect(new Set(await Promise.all(looks))).toEqual(new Set([found]))
    expect(await under.ledger.bulk.read(id)).toMatchObject({
      left: 0,
      did: { requeued: 10 },
      skipped: { kieSilent: 10 },
    })
  })

  test('know of jobs whose record was lost, or cannot be read any more, so that it ends', async () => {
    const under = ledgerUnderTest(own.redis)
    const [gone, spoilt, well] = [await failedJob(under), await failedJob(under), await failedJob(under)]
    const { id } = await created(under)
    for (const job of [gone, spoilt, well]) await requeued(under, job, id)
    await own.redis.del(`${under.prefix}:job:${gone}`)
    await own.redis.del(`${under.prefix}:job:${spoilt}`)
    await own.redis.set(`${under.prefix}:job:${spoilt}`, 'no hash')
    await under.ledger.quarantine(spoilt, 'not a hash')
    expect(await under.ledger.bulk.claim('requeue', 1)).toMatchObject({
      bulk: { did: { requeued: 3 }, out: { lost: 1, parked: 1, succeeded: 0 } },
    })
    await comesTo(under, well, succeeded)
    expect(await under.ledger.bulk.read(id)).toMatchObject({ out: { lost: 1, parked: 1, succeeded: 1 } })
  })
})

describe('a record of a bulk act', () => {
  test('that cannot be read keeps none of the others waiting', async () => {
    const under = ledgerUnderTest(own.redis)
    await failedJob(under)
    const [gone, spoilt, well] = [await created(under), await created(under), await created(under)]
    await own.redis.del(`${under.prefix}:bulk:${gone.id}`)
    await own.redis.hset(`${under.prefix}:bulk:${spoilt.id}`, 'filter', 'no JSON')
    const seen: (string | undefined)[] = []
    for (let n = 0; n < 2; n++) seen.push((await under.ledger.bulk.claim('requeue', 1))?.bulk.id)
    expect(seen).toContain(well.id)
  })

  test('is forgotten some time after its end, and never before', async () => {
    const under = ledgerUnderTest(own.redis, { bulkKeptMs: 0 })
    const job = await failedJob(under)
    const [ended, open] = [await created(under), await created(under)]
    await requeued(under, job, ended.id)
    await under.ledger.bulk.abort(ended.id, 'a person')
    await under.ledger.bulk.claim('requeue', 1)
    expect(await under.ledger.bulk.read(ended.id)).toBeNull()
    expect((await under.ledger.bulk.list('requeue', 'acme', 10)).bulks.map(({ id }) => id)).toEqual([open.id])
    // A job of it that ends later makes no new record.
    await comesTo(under, job, succeeded)
    expect(await own.redis.exists(`${under.prefix}:bulk:${ended.id}`)).toBe(0)
  })

  test('stands in the list of its tenant and its kind, newest first', async () => {
    const under = ledgerUnderTest(own.redis)
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.unshift((await created(under)).id)
    await created(under, { tenant: 'other' })
    const page = await under.ledger.bulk.list('requeue', 'acme', 2)
    expect(page.bulks.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    const rest = await under.ledger.bulk.list('requeue', 'acme', 2, page.nextCursor!)
    expect(rest).toMatchObject({ bulks: [{ id: ids[2] }], nextCursor: null })
    expect((await under.ledger.bulk.list('cancel', 'acme', 2)).bulks).toEqual([])
  })
})
