import { describe, expect, test } from '@jest/globals'
import type { Failure } from '@kiln/lifecycle'
import { loadScripts } from '../scripts.ts'
import { begun, ledgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failedJob } from './bulk.test.kit.ts'
import { planRequeue } from './plan-requeue.ts'

const own = usePrivateRedis()

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
    const plan = await under.ledger.bulk.planRequeue(query)
    expect(plan).toMatchObject({
      matching: 5,
      eligible: { jobs: 4, credits: { min: 3, max: 6 }, unpriced: 1 },
      notEligible: [{ why: 'chargeUnknown', jobs: 1 }],
      asked: 4,
      isCut: false,
    })
    expect(plan.models.toSorted()).toEqual(['nano-banana-2', 'z-image'])
    expect(await under.ledger.bulk.planRequeue({ ...query, confirmCharge: true })).toMatchObject({
      eligible: { jobs: 5 },
    })
    expect(await under.ledger.bulk.planRequeue({ ...query, limit: 2 })).toMatchObject({
      matching: 5,
      eligible: { jobs: 2 },
    })
    const ofModel = { ...query, filter: { model: 'z-image' } }
    expect(await under.ledger.bulk.planRequeue(ofModel)).toMatchObject({
      matching: 1,
      eligible: { unpriced: 1 },
    })
    for (const filter of [
      { since: Date.now() + 60_000 },
      { until: 1 },
      { cause: 'cause_*' },
      { batchId: '*' },
    ]) {
      expect(await under.ledger.bulk.planRequeue({ ...query, filter })).toMatchObject({ matching: 0 })
    }
    expect(await under.ledger.bulk.planRequeue({ ...query, tenant: 'other' })).toMatchObject({ matching: 0 })
  })
})

test('a plan looks at a bounded number of jobs, and says so', async () => {
  const under = ledgerUnderTest(own.redis)
  for (let n = 0; n < 3; n++) await failedJob(under, 'gave up', n === 2 ? { model: 'z-image' } : {})
  const run = loadScripts(own.redis, under.prefix)
  const query = {
    tenant: 'acme',
    filter: { class: 'generationFailed' },
    limit: null,
    confirmCharge: false,
  } as const
  const plan = await planRequeue(own.redis, under.prefix, run, query, 2)
  expect(plan.matching).toBeLessThanOrEqual(2)
  expect(plan.isCut).toBe(true)
})
