import { describe, expect, test } from '@jest/globals'
import { newKey } from '../testing/batches.ts'
import { ledgerUnderTest, newJob, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { note } from '../testing/reads.ts'
import { loadScripts } from '../scripts.ts'
import type { CancelFilter, CancelRecord } from './bulk-record.ts'
import { planCancel } from './plan-cancel.ts'

const own = usePrivateRedis()

let tasks = 0
const PRICED = { quoted: { min: 1, max: 2 } } as const
async function queuedJob({ ledger }: LedgerUnderTest, overrides = {}): Promise<string> {
  const job = newJob({ ...PRICED, ...overrides })
  await ledger.accept(job, null)
  return job.id
}
const runningJob = async ({ ledger }: LedgerUnderTest, overrides = {}) =>
  (await running(ledger, `task-${tasks++}`, { ...PRICED, ...overrides })).id
async function parkedJob(under: LedgerUnderTest): Promise<string> {
  const task = await running(under.ledger, `task-${tasks++}`)
  await under.ledger.recordRead(task, note({ event: 'vanished' }))
  return task.id
}
async function created({ ledger }: LedgerUnderTest, filter: CancelFilter, key = newKey()) {
  const wish = { act: 'cancel', tenant: 'acme', by: 'ops', filter, limit: null } as const
  const answer = await ledger.bulk.create(wish, key)
  if (answer.kind === 'conflict') throw new Error('conflict')
  return answer.bulk as CancelRecord
}
const planned = ({ ledger }: LedgerUnderTest, filter: CancelFilter, limit: number | null = null) =>
  ledger.bulk.planCancel({ tenant: 'acme', filter, limit })
const cancel = async (
  { ledger }: LedgerUnderTest,
  job: string,
  id: string,
  outcome: 'canceled' | 'requested',
) => ledger.acts.cancel((await ledger.acts.read(job))!, { by: 'ops', bulk: { id, outcome, class: '' } })

describe('a plan of a bulk cancel', () => {
  test('tells what ends at once from what can only be marked, and which credits that saves', async () => {
    const under = ledgerUnderTest(own.redis)
    await runningJob(under)
    const marked = await runningJob(under)
    await under.ledger.cancel(marked)
    await parkedJob(under)
    await queuedJob(under)
    await queuedJob(under, { quoted: 'unknown' })
    await queuedJob(under, { tenant: 'other' })
    expect(await planned(under, { since: 0 })).toEqual({
      matching: 5,
      free: { jobs: 2, credits: { min: 1, max: 2 }, unpriced: 1 },
      sent: { jobs: 1, credits: { min: 1, max: 2 }, unpriced: 0 },
      notEligible: expect.arrayContaining([
        { why: 'alreadyRequested', jobs: 1 },
        { why: 'parked', jobs: 1 },
      ]),
      isCut: false,
    })
    expect(await planned(under, { since: 0 }, 1)).toMatchObject({ free: { jobs: 1 }, sent: { jobs: 0 } })
    const run = loadScripts(own.redis, under.prefix)
    const query = { tenant: 'acme', filter: {}, limit: null }
    expect(await planCancel(own.redis, under.prefix, run, query, 2)).toMatchObject({ isCut: true })
  })

  test('goes by every part of the filter', async () => {
    const under = ledgerUnderTest(own.redis)
    await runningJob(under, { customId: 'spring-1' })
    await queuedJob(under, { customId: 'spring-2' })
    await queuedJob(under, { customId: 'autumn-1', model: 'z-image' })
    const matching = async (filter: CancelFilter) => (await planned(under, filter)).matching
    expect(await matching({ customIdPrefix: 'spring-' })).toBe(2)
    expect(await matching({ customIdPrefix: '*' })).toBe(0)
    expect(await matching({ state: 'queued' })).toBe(2)
    expect(await matching({ model: 'z-image' })).toBe(1)
    expect(await matching({ model: 'z-image:*\u0000' })).toBe(0)
    expect(await matching({ batchId: 'batch_0123456789abcdef01234567' })).toBe(0)
    expect(await matching({ until: 1 })).toBe(0)
  })
})

describe('a bulk cancel', () => {
  test('covers what had not ended at that moment, of its tenant alone, and has a lane of its own', async () => {
    const under = ledgerUnderTest(own.redis)
    const sent = await runningJob(under)
    const waits = await queuedJob(under)
    await parkedJob(under)
    await queuedJob(under, { tenant: 'other' })
    const { id } = await created(under, { since: 0 })
    await queuedJob(under)
    expect(await under.ledger.bulk.claim('requeue', 10)).toBeNull()
    expect(await under.ledger.bulk.claim('cancel', 10)).toMatchObject({
      bulk: { id, act: 'cancel', found: 2, left: 2 },
      jobs: [sent, waits],
    })
    const ofModel = await created(under, { model: 'z-image' })
    expect(ofModel.found).toBe(0)
    expect((await created(under, { state: 'running' })).found).toBe(1)
  })

  test('ends what is queued and marks what was sent, once each, and leaves a row for both beside the audit', async () => {
    const under = ledgerUnderTest(own.redis)
    const sent = await runningJob(under)
    const waits = await queuedJob(under)
    const { id } = await created(under, { since: 0 })
    expect(await cancel(under, waits, id, 'canceled')).toMatchObject({ kind: 'done', state: 'canceled' })
    expect(await cancel(under, sent, id, 'requested')).toMatchObject({ kind: 'done', state: 'running' })
    expect(await cancel(under, sent, id, 'requested')).toMatchObject({ kind: 'stale' })
    expect(await under.ledger.bulk.read(id)).toMatchObject({ left: 0, did: { canceled: 1, requested: 1 } })
    const { entries } = await under.ledger.auditPage({ bulk: id, limit: 5 })
    expect(entries.map(({ act, actor, target }) => [act, actor, target])).toEqual([
      ['cancel', 'ops', sent],
      ['cancel', 'ops', waits],
    ])
    const other = { bulk: 'cancel_0123456789abcdef01234567', limit: 5 }
    expect((await under.ledger.auditPage(other)).entries).toEqual([])
    // So thousands of jobs push no act of a person out.
    expect(await under.ledger.audit(5)).toMatchObject([{ act: 'bulkCancel', id }])
  })

  test('cancels nothing once it was aborted', async () => {
    const under = ledgerUnderTest(own.redis)
    const waits = await queuedJob(under)
    const { id } = await created(under, { state: 'queued' })
    await under.ledger.bulk.abort(id, 'a person')
    expect(await cancel(under, waits, id, 'canceled')).toMatchObject({ kind: 'stale' })
    expect(await under.ledger.read(waits)).toMatchObject({ state: 'queued' })
    expect(await under.ledger.bulk.read(id)).toMatchObject({ status: 'aborted', left: 1 })
  })

  test('and a bulk requeue never come of one key', async () => {
    const under = ledgerUnderTest(own.redis)
    const key = newKey()
    await created(under, { model: 'z-image' }, key)
    const requeue = { act: 'requeue', canary: 0, stopAfter: 1, confirmCharge: false } as const
    const wish = { ...requeue, tenant: 'acme', by: 'ops', filter: { model: 'z-image' }, limit: null }
    expect(await under.ledger.bulk.create(wish, key)).toEqual({ kind: 'conflict' })
  })
})
