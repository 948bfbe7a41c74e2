import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { RedisSnapshot } from '@kiln/local'
import { figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const fatalLines = (stack: Stack, name: 'worker' | 'api') =>
  stack
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"event":"rolledBack"'))
    .map((line) => JSON.parse(line) as { name: string; level: string; msg: string })
    .filter((line) => line.name === name)

const quick = (name: string) => imageJob(`${name} [sim: durationMs=1000]`)

describe('a Redis that comes back with an older state', () => {
  let stack: Stack
  let copy: RedisSnapshot
  let paidSince: string[]
  beforeAll(async () => {
    stack = await startStack({ workers: 0 })
    const jobs = await Promise.all([1, 2, 3].map((n) => submit(stack, quick(`paid after the copy, ${n}`))))
    paidSince = jobs.map(({ id }) => id)
    copy = await stack.redis.snapshot()
    await stack.startWorker()
    for (const id of paidSince) await ended(stack, id)
    await stack.redis.restoreFrom(copy)
  }, 60_000)
  afterAll(() => stack.stop(), 30_000)

  test('gets no submissions until an operator has seen to the jobs and resumes', async () => {
    const frozen = await eventually(
      () => show(stack, paidSince[0]!).catch(() => null),
      (job) => job?.waitingFor?.detail.startsWith('rolledBack: ') === true,
    )
    expect(frozen).toMatchObject({
      state: 'queued',
      waitingFor: { gate: 'paused', detail: expect.stringContaining('its last 3 intents'), until: null },
    })
    expect(await figure(stack, 'kiln_gate_open{gate="paused"}')).toBe(0)
    const accepted = await submit(stack, quick('accepted while frozen'))
    // A worker that knows nothing of it is held by the gate all the same.
    stack.workers[0]!.kill('SIGKILL')
    await stack.workers[0]!.exited
    await stack.startWorker()
    await eventually(
      () => Promise.resolve([fatalLines(stack, 'worker').length, fatalLines(stack, 'api').length]),
      ([worker, api]) => worker === 2 && api === 1,
    )
    expect(fatalLines(stack, 'worker')[0]).toMatchObject({
      level: 'fatal',
      msg: expect.stringContaining('/v1/system/resume'),
    })
    expect((await stack.books()).charges).toHaveLength(3)

    for (const id of paidSince) await call(stack, 'POST', `/v1/jobs/${id}/cancel`)
    const resumed = await call(stack, 'POST', '/v1/system/resume', { scope: 'submit' })
    expect(resumed).toMatchObject({ status: 200, body: { paused: false, missingIntents: 3 } })
    expect(await ended(stack, accepted.id)).toMatchObject({ state: 'succeeded', attempts: 1 })
    const { charges, byKey } = await stack.books()
    expect(charges).toHaveLength(4)
    expect(Math.max(...Object.values(byKey))).toBe(1)
  }, 60_000)

  test('while no process of kiln ran is known by the file that a worker left', async () => {
    await Promise.all([stack.api.stop(), stack.workers.at(-1)!.stop()])
    await stack.redis.restoreFrom(copy)
    await stack.startWorker()
    const gate = await eventually(
      () => stack.db.hget('{kiln}:gates', 'paused').catch(() => null),
      (closed) => closed !== null,
    )
    expect(gate).toMatch(/rolledBack: .* its last 4 intents/)
    expect((await stack.books()).charges).toHaveLength(4)
  }, 30_000)
})
