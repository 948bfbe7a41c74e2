import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { JobView } from '@kiln/contract'
import { findRedisBinary } from '@kiln/local'
import { audit, figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const KINDS = findRedisBinary() === null ? (['embedded'] as const) : (['real', 'embedded'] as const)

describe.each(KINDS)('jobs the whole way, on a Redis that is %s, with three workers', (kind) => {
  let stack: Stack

  beforeAll(async () => {
    // The one stack of the suite that runs what ships, file by file.
    stack = await startStack({ redis: kind, workers: 3, asShipped: kind === 'real' })
  }, 60_000)
  afterAll(() => stack.stop(), 30_000)

  test('every model reaches its result, charged once, and explains itself', async () => {
    const bodies = [
      imageJob('a kiln at dusk'),
      { model: 'topaz/image-upscale', input: { image_url: 'https://example.com/kiln.png' } },
      {
        model: 'sora-2-image-to-video',
        input: {
          prompt: 'smoke rises [sim: durationMs=60000]',
          image_urls: ['https://example.com/kiln.png'],
        },
      },
      {
        model: 'kling/v2-1-master-image-to-video',
        input: { prompt: 'flames [sim: durationMs=60000]', image_input: ['https://example.com/kiln.png'] },
      },
      { model: 'elevenlabs/text-to-speech-multilingual-v2', input: { text: 'The kiln is hot.' } },
    ]
    const accepted = await Promise.all(bodies.map((body) => submit(stack, body)))
    const done = await Promise.all(accepted.map(({ id }) => ended(stack, id)))
    expect(done.map(({ state }) => state)).toEqual(bodies.map(() => 'succeeded'))
    for (const job of done) {
      expect(job).toMatchObject({ attempts: 1, failure: null, waitingFor: null })
      expect(job.result?.urls[0]).toMatch(/^http/)
      expect(job.taskId).not.toBeNull()
      expect(job.polls).toBeGreaterThanOrEqual(1)
      expect(typeof job.credits.charged).toBe('number')
    }
    expect(done[3]!.input).toMatchObject({ image_url: 'https://example.com/kiln.png', duration: '5' })
    await audit(
      stack,
      accepted.map(({ id }) => id),
    )
  }, 60_000)

  test('the timeline tells each step in order', async () => {
    const { id } = await submit(stack, imageJob('a timeline [sim: durationMs=10000]'))
    await ended(stack, id)
    const { body } = await call<{ events: { event: string; at: string }[] }>(
      stack,
      'GET',
      `/v1/jobs/${id}/events`,
    )
    const events = body.events.map(({ event }) => event)
    expect(events.filter((event) => ['accepted', 'begun', 'bound', 'succeeded'].includes(event))).toEqual([
      'accepted',
      'begun',
      'bound',
      'succeeded',
    ])
    const times = body.events.map(({ at }) => at)
    expect(times).toEqual(times.toSorted())
  }, 60_000)

  test('a failure says what, whose fault, whether it cost money, and what to do', async () => {
    const { id } = await submit(stack, imageJob('[sim: fail=501]'))
    const job = await ended(stack, id)
    expect(job).toMatchObject({
      state: 'failed',
      failure: { class: 'generationFailed', code: '501', charged: 'no' },
      result: null,
    })
    expect(job.failure?.advice).toMatch(/\w/)
    const listed = await call<{ jobs: JobView[] }>(stack, 'GET', '/v1/jobs?failure=generationFailed')
    expect(listed.body.jobs.map((each) => each.id)).toContain(id)
  }, 60_000)

  test('one idempotency key makes one job of many calls, answered alike', async () => {
    const key = { 'idempotency-key': `key-of-${kind}` }
    const body = imageJob('once')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call<JobView>(stack, 'POST', '/v1/jobs', body, key)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(19)
    const other = await call(stack, 'POST', '/v1/jobs', imageJob('another body'), key)
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotencyConflict' } })
    await audit(stack, [answers[0]!.body.id])
  }, 60_000)

  test('a 429 holds the jobs behind the gate rate, and none fails', async () => {
    await stack.setFaults({ submitLimit: { max: 0, windowMs: 10_000 } })
    const { id } = await submit(stack, imageJob('patience [sim: durationMs=1000]'))
    const waiting = await eventually(
      () => show(stack, id),
      (job) => job.waitingFor?.gate === 'rate',
    )
    expect(waiting.waitingFor).toMatchObject({ gate: 'rate', until: expect.any(String) })
    await stack.setFaults({ submitLimit: null })
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
    await audit(stack, [id])
  }, 60_000)

  test('an empty balance parks nobody: the job waits behind the gate credits and runs after a top-up', async () => {
    await stack.setFaults({ balance: 0 })
    const { id } = await submit(stack, imageJob('money [sim: durationMs=1000]'))
    await eventually(
      () => show(stack, id),
      (job) => job.waitingFor?.gate === 'credits',
    )
    expect(await figure(stack, 'kiln_gate_open{gate="credits"}')).toBe(0)
    await stack.setFaults({ balance: 1_000_000 })
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
  }, 60_000)

  test('a queued job is canceled at once and free, a running one is watched to its end', async () => {
    await stack.setFaults({ maintenance: true })
    const queued = await submit(stack, imageJob('held back'))
    await eventually(
      () => show(stack, queued.id),
      (job) => job.waitingFor?.gate === 'maintenance',
    )
    const canceled = await call<JobView>(stack, 'POST', `/v1/jobs/${queued.id}/cancel`, {})
    expect(canceled.body).toMatchObject({ state: 'canceled', credits: { charged: null } })
    await stack.setFaults({ maintenance: false })

    const running = await submit(stack, imageJob('too late [sim: durationMs=40000]'))
    await eventually(
      () => show(stack, running.id),
      (job) => job.state === 'running',
    )
    const asked = await call<JobView>(stack, 'POST', `/v1/jobs/${running.id}/cancel`, {})
    expect(asked.body.cancelRequestedAt).not.toBeNull()
    const job = await ended(stack, running.id)
    expect(job).toMatchObject({ state: 'canceled', result: { urls: [expect.stringMatching(/^http/)] } })
    expect(job.credits.charged).toBeGreaterThan(0)
    expect(await call(stack, 'POST', `/v1/jobs/${running.id}/cancel`, {})).toMatchObject({ status: 409 })
  }, 60_000)
})
