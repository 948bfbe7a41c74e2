import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startApi, startPrivateRedis, startWorker } from '@kiln/local'
import { audit } from './audit.ts'
import { call, ended, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

/** One installation: the outages come one after the other, and the last one finds it running. */
describe('Redis stopped while serving', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack({ workers: 2, env: { KILN_SHUTDOWN_GRACE: '2s' } })
  }, 60_000)
  afterAll(() => stack.stop(), 30_000)

  test('is told within 1.5 s, on every call that needs it, and everything goes on when it is back', async () => {
    const before = await submit(stack, imageJob('before the outage [sim: durationMs=100000]'))
    await eventually(
      () => call<{ state: string }>(stack, 'GET', `/v1/jobs/${before.id}`),
      ({ body }) => body.state === 'running',
    )

    await stack.redis.kill('SIGKILL')
    const linesBefore = stack.output().split('\n').length
    const requests: [string, string, unknown?][] = [
      ['POST', '/v1/jobs', imageJob('during the outage')],
      ['GET', `/v1/jobs/${before.id}`],
      ['GET', '/v1/jobs'],
      ['GET', '/readyz'],
      ['POST', '/callbacks/kie/job_000000000000000000000000-1-AAAAAAAAAAAAAAAAAAAAAA', {}],
    ]
    const startedAt = performance.now()
    for (const [method, path, body] of requests) {
      const askedAt = performance.now()
      const answer = await call<{ code?: string }>(stack, method, path, body)
      expect([path, answer.status]).toEqual([path, 503])
      expect(performance.now() - askedAt).toBeLessThan(1_500)
    }
    expect((await call(stack, 'GET', '/healthz')).status).toBe(200)
    const outageSeconds = (performance.now() - startedAt) / 1000
    expect(stack.output().split('\n').length - linesBefore).toBeLessThan(20 + 10 * outageSeconds)

    await stack.redis.restart()
    const backAt = performance.now()
    await eventually(
      () => call(stack, 'GET', '/readyz'),
      ({ status }) => status === 200,
    )
    const after = await submit(stack, imageJob('after the outage [sim: durationMs=1000]'))
    expect(await ended(stack, before.id)).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect(await ended(stack, after.id)).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect(performance.now() - backAt).toBeLessThan(10_000)
    await audit(stack, [before.id, after.id])
  }, 90_000)

  test('wakes those who wait for a job, and tells them', async () => {
    const { id } = await submit(stack, imageJob('left running [sim: durationMs=600000]'))
    const waiting = call<{ code: string }>(stack, 'GET', `/v1/jobs/${id}?wait=30`)
    await call(stack, 'GET', `/v1/jobs/${id}?wait=1`)
    const killedAt = performance.now()
    await stack.redis.kill('SIGKILL')
    expect(await waiting).toMatchObject({ status: 503, body: { code: 'redisAway' } })
    expect(performance.now() - killedAt).toBeLessThan(3_000)
  }, 60_000)

  test('SIGTERM then still ends every process within its grace', async () => {
    await stack.redis.kill('SIGKILL')
    const startedAt = performance.now()
    // The signal that would be sent after the grace must not be needed.
    const ends = await Promise.all(
      [stack.api, ...stack.workers].map((process) => process.stop('SIGTERM', 10_000)),
    )
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    expect(ends.map(({ signal }) => signal)).toEqual([null, null, null])
  }, 60_000)
})

describe('a Redis that may lose or repeat paid work', () => {
  test('found behind a standing connection stops intake and submission, and intake resumes when it is mended', async () => {
    const stack = await startStack({ workers: 1 })
    await stack.db.config('SET', 'appendfsync', 'everysec')
    await stack.db.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    expect(await stack.workers[0]!.exited).toMatchObject({ code: 1 })
    const refused = () => call<{ code: string }>(stack, 'POST', '/v1/jobs', imageJob('not now'))
    await eventually(refused, ({ status, body }) => status === 503 && body.code === 'redisUnsafe')
    await stack.db.config('SET', 'appendfsync', 'always')
    await eventually(refused, ({ status }) => status === 202)
    expect((await stack.books()).charges).toEqual([])
    await stack.stop()
  }, 60_000)

  // That each of these alone breaks the contract is shown where the contract stands.
  test('is refused by both processes, with all its faults, unless told otherwise', async () => {
    const redis = await startPrivateRedis({
      kind: 'real',
      directives: { 'maxmemory-policy': 'allkeys-lru', appendfsync: 'everysec', appendonly: 'no' },
    })
    const settings = {
      KIE_AI_API_KEY: 'the-key-of-the-end-to-end-test',
      KIE_BASE_URL: 'http://127.0.0.1:9',
      PORT: '0',
      REDIS_URL: redis.url,
    }
    for (const start of [startApi, startWorker]) {
      const refusal = start({ env: settings }).catch(({ output }: { output: string }) => output)
      for (const words of ['noeviction', 'appendfsync must be always', 'appendonly must be yes']) {
        expect(await refusal).toContain(words)
      }
    }
    const told = await startApi({ env: { ...settings, KILN_REDIS_CONTRACT: 'unsafe' } })
    expect((await fetch(`${told.url}/readyz`)).status).toBe(200)
    await told.stop()
    await redis.stop()
  }, 60_000)
})
