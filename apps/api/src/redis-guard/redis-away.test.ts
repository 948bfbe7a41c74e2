import { describe, expect, test } from '@jest/globals'
import { JOB_BODY, submitted } from '../testing/drive-job.ts'
import type { Call } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const SECRET = 'Ab3-_xyz0123456789ABCD'
const NEEDING: [string, Call?][] = [
  ['/v1/jobs', { method: 'POST', payload: JOB_BODY }],
  ['/v1/jobs'],
  ['/v1/jobs/job_0123456789abcdef01234567'],
  ['/v1/jobs/job_0123456789abcdef01234567?wait=30'],
  ['/v1/jobs/job_0123456789abcdef01234567/events'],
  ['/v1/jobs/job_0123456789abcdef01234567/cancel', { method: 'POST' }],
  [`/callbacks/kie/job_0123456789abcdef01234567-1-${SECRET}`, { method: 'POST', payload: {} }],
  ['/readyz'],
]

/** All at once: each must be told in time whatever the others do. */
async function expectUnavailable(): Promise<void> {
  const startedMs = performance.now()
  const answers = await Promise.all(NEEDING.map(([url, call]) => suite.kiln.call(url, call)))
  expect(performance.now() - startedMs).toBeLessThan(1_500)
  for (const answer of answers) {
    expect(answer.json()).toMatchObject({ status: 503, code: 'redisAway' })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
}

async function untilReady(): Promise<void> {
  const deadlineMs = performance.now() + 10_000
  while ((await suite.kiln.call('/readyz')).statusCode !== 200) {
    if (performance.now() > deadlineMs) throw new Error('not ready again within 10 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('while Redis is away', () => {
  test('what needs it is answered 503 in time, what does not works, and all recovers by itself', async () => {
    const { id } = await submitted(suite.kiln)
    await suite.server.kill('SIGKILL')
    await expectUnavailable()
    expect((await suite.kiln.call('/healthz')).statusCode).toBe(200)
    expect((await suite.kiln.call('/v1/models')).statusCode).toBe(200)
    const model = await suite.kiln.call('/v1/models/nano-banana-2')
    expect(model.json()).toMatchObject({ id: 'nano-banana-2', runTimes: null })
    const { statusCode, body } = await suite.kiln.call('/metrics')
    expect(statusCode).toBe(200)
    expect(body).toContain('process_cpu_seconds_total')
    expect(body).not.toMatch(/^kiln_jobs\{/m)

    await suite.server.restart()
    await untilReady()
    expect((await suite.kiln.call(`/v1/jobs/${id}`)).statusCode).toBe(200)
    await submitted(suite.kiln)
  })

  test('a Redis that accepts connections and says nothing is away too', async () => {
    process.kill(suite.server.pid!, 'SIGSTOP')
    try {
      await expectUnavailable()
      expect((await suite.kiln.call('/healthz')).statusCode).toBe(200)
    } finally {
      process.kill(suite.server.pid!, 'SIGCONT')
    }
    await untilReady()
    await submitted(suite.kiln)
  })

  test('a refused write tells to repeat it under the same Idempotency-Key, which makes one job', async () => {
    const before = (await suite.kiln.ledger.figures()).accepted
    const headers = { 'idempotency-key': 'kept-through-the-outage' }
    const submit = () => suite.kiln.call('/v1/jobs', { method: 'POST', payload: JOB_BODY, headers })
    process.kill(suite.server.pid!, 'SIGSTOP')
    // It reaches Redis, which runs it once it wakes: the caller cannot know.
    const lost = await submit()
    process.kill(suite.server.pid!, 'SIGCONT')
    expect(lost.json().detail).toContain('Idempotency-Key')
    await untilReady()
    expect((await submit()).statusCode).toBe(202)
    expect((await suite.kiln.ledger.figures()).accepted).toBe(before + 1)
  })
})

describe('a Redis that would lose jobs', () => {
  test('is given none, and readiness says which setting is at fault', async () => {
    await suite.kiln.redis.config('SET', 'appendfsync', 'everysec')
    const ready = await suite.kiln.call('/readyz')
    expect(ready.statusCode).toBe(503)
    expect(ready.json()).toMatchObject({
      code: 'redisUnsafe',
      detail: expect.stringContaining('appendfsync'),
    })
    const refused = await suite.kiln.call('/v1/jobs', { method: 'POST', payload: JOB_BODY })
    expect(refused.json()).toMatchObject({ status: 503, code: 'redisUnsafe' })
    expect((await suite.kiln.call('/metrics')).body).toContain('kiln_redis_contract_ok 0')

    await suite.kiln.redis.config('SET', 'appendfsync', 'always')
    expect((await suite.kiln.call('/readyz')).statusCode).toBe(200)
    await submitted(suite.kiln)
  })
})

describe('a ledger that a newer release of kiln writes', () => {
  test('is left alone: nothing is accepted, shown or canceled, and readiness says why', async () => {
    const { id } = await submitted(suite.kiln)
    const [ledger = ''] = await suite.kiln.redis.keys('*:ledger')
    await suite.kiln.redis.hset(ledger, 'schema', 99)
    const calls: [string, Call?][] = [
      ['/readyz'],
      ['/v1/jobs', { method: 'POST', payload: JOB_BODY }],
      [`/v1/jobs/${id}/cancel`, { method: 'POST' }],
      ['/v1/system'],
    ]
    for (const [url, call] of calls) {
      expect((await suite.kiln.call(url, call)).json()).toMatchObject({
        status: 503,
        code: 'ledgerNewer',
        detail: expect.stringContaining('schema 99'),
      })
    }
    await suite.kiln.redis.hdel(ledger, 'schema')
    await untilReady()
    expect((await suite.kiln.call(`/v1/jobs/${id}`)).json()).toMatchObject({ state: 'queued' })
  })
})
