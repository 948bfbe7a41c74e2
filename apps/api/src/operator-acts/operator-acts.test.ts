import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import { startPrivateRedis, type PrivateRedis } from '@kiln/local'
import { startSimulator, type BehaviourRule, type Simulator } from '@kiln/simulator'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { JOB_BODY, SECRET, submitted } from '../testing/drive-job.ts'
import { createTaskAt, untilEndedAt } from '../testing/kie-tasks.ts'

let server: PrivateRedis
let simulator: Simulator
let kiln: TestApi
beforeAll(async () => {
  server = await startPrivateRedis()
  simulator = await startSimulator({ speed: 100 })
  const kie = { KIE_BASE_URL: simulator.url, KIE_AI_API_KEY: 'simulated' }
  kiln = await startTestApi(server.url, { ...kie, KILN_POLL_LIMIT: '1000/1s', KILN_SUBMIT_LIMIT: '1000/10s' })
})
afterAll(async () => {
  await kiln.close()
  await simulator.close()
  await server.stop()
})
afterEach(() => simulator.resetFaults())

const FAILED: ReadDecision = {
  event: 'failed',
  failure: { class: 'upstreamError', code: '500', message: 'internal error', charged: 'no' },
  creditsConsumed: 0,
}
const act = (id: string, name: string, payload?: unknown) =>
  kiln.call(`/v1/jobs/${id}/${name}`, { method: 'POST', ...(payload !== undefined && { payload }) })
const shown = async (id: string) => (await kiln.call(`/v1/jobs/${id}`)).json()
const eventsOf = async (id: string) => (await kiln.call(`/v1/jobs/${id}/events`)).json().events

const createTask = (behaviour: BehaviourRule['do'], prompt: string, token: string | null) =>
  createTaskAt(simulator, behaviour, prompt, token)
const untilEnded = (taskId: string) => untilEndedAt(simulator, taskId)

/** A job that has begun, and waits for KIE's answer. */
async function sent(prompt = 'a fox'): Promise<string> {
  const { id } = await submitted(kiln, { ...JOB_BODY, input: { prompt } })
  await kiln.ledger.feed()
  const begun = await kiln.ledger.begin(id, SECRET)
  if (begun.kind !== 'go') throw new Error(`begin said ${begun.kind}`)
  return id
}
/** A job with a task of that behaviour, whatever kiln was told of it. */
async function ended(
  behaviour: BehaviourRule['do'],
  decision: ReadDecision,
): Promise<{ id: string; taskId: string }> {
  const id = await sent()
  const taskId = await createTask(behaviour, 'a fox', `${id}-1-${SECRET}`)
  await kiln.ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId }, {})
  const note = { decision, evidence: { ok: true, askedAt: 0, hold: null }, now: 0, detail: null }
  await kiln.ledger.recordRead({ id, attempt: 1, taskId, hintsSeen: 0 }, note)
  return { id, taskId }
}
describe('requeueing a job', () => {
  test('that KIE had finished after all adopts its result, and nothing is sent', async () => {
    const { id, taskId } = await ended({ durationMs: 0 }, FAILED)
    await untilEnded(taskId)
    const answer = await act(id, 'requeue')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      outcome: 'adopted',
      state: 'succeeded',
      attempts: 1,
      failure: null,
      result: { urls: [expect.stringMatching(/^http/)] },
      credits: { charged: 8 },
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      event: 'rescued',
      from: 'failed',
      to: 'succeeded',
      detail: { by: 'local', act: 'adopt', taskId },
    })
    expect((await kiln.call('/metrics')).body).toMatch(
      /^kiln_credits_total\{model="nano-banana-2",outcome="rescued"\} 8$/m,
    )
  })

  test('that was confirmed adopts a result all the same', async () => {
    const { id, taskId } = await ended({ durationMs: 0 }, { event: 'vanished' })
    await untilEnded(taskId)
    const answer = await act(id, 'requeue', { confirmCharge: true })
    expect(answer.json()).toMatchObject({ outcome: 'adopted', state: 'succeeded', attempts: 1 })
  })

  test('whose task still runs puts it back under watch', async () => {
    const { id, taskId } = await ended({ durationMs: 10_000_000 }, FAILED)
    expect((await act(id, 'requeue')).json()).toMatchObject({ outcome: 'resumed', state: 'running', taskId })
  })

  test('whose task failed indeed opens a new attempt without a word', async () => {
    const { id, taskId } = await ended({ durationMs: 0, fail: {} }, FAILED)
    await untilEnded(taskId)
    const feeds = kiln.feedsRequested()
    const answer = await act(id, 'requeue', { attempt: 1 })
    expect(answer.json()).toMatchObject({ outcome: 'requeued', state: 'queued', failure: null, warnings: [] })
    expect(kiln.feedsRequested()).toBe(feeds + 1)
    expect(kiln.logged()).toMatch(new RegExp(`"event":"requeued","job":"${id}".*"by":"local"`))
    const again = await act(id, 'requeue')
    expect(again.statusCode).toBe(409)
    expect(again.json()).toMatchObject({
      code: 'changedMeanwhile',
      detail: expect.stringMatching(/^The job is queued: .* local requeued it at \d{4}-/),
      lastAct: { by: 'local', act: 'requeue', at: expect.any(String) },
    })
  })

  test('of which KIE says nothing wants a confirmation, with what it may cost and why', async () => {
    const { id, taskId } = await ended({ durationMs: 0, read: { code: 500, times: 9 } }, FAILED)
    const refused = await act(id, 'requeue')
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({
      code: 'confirmChargeNeeded',
      detail: expect.stringContaining('A new attempt costs 8 credits.'),
      confirm: {
        why: 'kieSilent',
        credits: { min: 8, max: 8 },
        mayHaveCost: 8,
        evidence: { attempts: 1, taskId, kieSays: expect.stringContaining('500') },
      },
    })
    expect(await shown(id)).toMatchObject({ state: 'failed' })
    const confirmed = await act(id, 'requeue', { confirmCharge: true })
    expect(confirmed.json()).toMatchObject({ outcome: 'requeued', state: 'queued' })
    expect((await eventsOf(id)).at(-1).detail).toEqual({
      by: 'local',
      act: 'requeue',
      creditsAtStake: 8,
      confirmCharge: 'yes',
    })
  })

  test('that is parked takes over what KIE has by now, else wants a confirmation', async () => {
    const collected = await ended({ durationMs: 0 }, { event: 'vanished' })
    await untilEnded(collected.taskId)
    expect((await act(collected.id, 'requeue')).json()).toMatchObject({
      outcome: 'adopted',
      state: 'succeeded',
    })
    const gone = await ended({ durationMs: 0, unknownForMs: 10_000_000 }, { event: 'vanished' })
    expect((await act(gone.id, 'requeue')).json().confirm).toMatchObject({ why: 'taskVanished' })
    const confirmed = await act(gone.id, 'requeue', { confirmCharge: true, attempt: 1 })
    expect(confirmed.json()).toMatchObject({ outcome: 'requeued', state: 'queued', parked: null })
  })

  test('that succeeded always wants a confirmation: it was paid', async () => {
    const result = { urls: ['https://a/b.png'] }
    const { id } = await ended({}, { event: 'succeeded', result, creditsConsumed: 7 })
    expect((await act(id, 'requeue')).json().confirm).toMatchObject({ why: 'paid', mayHaveCost: 7 })
    expect((await act(id, 'requeue', { confirmCharge: true })).json()).toMatchObject({ state: 'queued' })
  })

  test('seen at another attempt, or still on its way, is refused', async () => {
    const { id } = await ended({ durationMs: 0, fail: {} }, FAILED)
    expect((await act(id, 'requeue', { attempt: 3 })).json()).toMatchObject({
      code: 'changedMeanwhile',
      detail: 'The job is at attempt 1 by now, not 3.',
    })
    const running = await sent()
    expect((await act(running, 'requeue')).json()).toMatchObject({
      code: 'notRequeueable',
      detail: expect.stringContaining('submitting'),
    })
    expect((await act('job_0123456789abcdef01234567', 'requeue')).json().code).toBe('jobUnknown')
  })

  test('with another input checks and prices it like a new job, and keeps the earlier one', async () => {
    const { id, taskId } = await ended({ durationMs: 0, fail: {} }, FAILED)
    await untilEnded(taskId)
    const bad = await act(id, 'requeue', { input: { prompt: 'a fox', resolution: '9K' } })
    expect(bad.statusCode).toBe(422)
    expect(bad.json()).toMatchObject({ code: 'validation', errors: [{ path: 'input.resolution' }] })
    const good = await act(id, 'requeue', { input: { prompt: 'two foxes', resolution: '4K' } })
    expect(good.json()).toMatchObject({
      state: 'queued',
      input: { prompt: 'two foxes', resolution: '4K', output_format: 'jpg' },
      credits: { quoted: { min: 18, max: 18 } },
    })
    expect((await kiln.ledger.audit(1))[0]).toMatchObject({ id, earlierInput: 'input:1' })
    // Its receipt tells what each attempt was really sent.
    const receipt = async (query = '') => (await kiln.call(`/v1/jobs/${id}/receipt${query}`)).json()
    const sentThen = { prompt: 'a fox', aspect_ratio: 'auto', resolution: '1K', output_format: 'jpg' }
    expect(await receipt()).toMatchObject({
      job: { input: { prompt: 'two foxes' } },
      attempts: [{ attempt: 1, input: sentThen }],
    })
    expect(await receipt('?input=hidden')).toMatchObject({
      job: { input: null },
      attempts: [{ input: null }],
    })
    const { body } = await kiln.call(`/v1/jobs/${id}/receipt?format=html`)
    expect(body).toContain('&quot;two foxes&quot;')
    expect(body).toContain('&quot;a fox&quot;')
  })

  test('with another input is as strict as the job was', async () => {
    const { id } = await submitted(kiln, {
      ...JOB_BODY,
      strict: false,
      input: { prompt: 'x', colour: 'red' },
    })
    await act(id, 'cancel')
    const again = await act(id, 'requeue', { input: { prompt: 'x', colour: 'blue' } })
    expect(again.json()).toMatchObject({ input: { colour: 'blue' }, warnings: [{ path: 'input.colour' }] })
    const strict = await submitted(kiln)
    await act(strict.id, 'cancel')
    expect((await act(strict.id, 'requeue', { input: { prompt: 'x', colour: 'blue' } })).statusCode).toBe(422)
  })

  test('takes no field that it does not know', async () => {
    const answer = await act('job_0123456789abcdef01234567', 'requeue', { confirm: true, attempt: 'x' })
    expect(answer.statusCode).toBe(422)
    expect(
      answer
        .json()
        .errors.map(({ path }: { path: string }) => path)
        .toSorted(),
    ).toEqual(['attempt', 'confirm'])
  })

  test('by fifty people at once makes one attempt; the others hear who and when', async () => {
    const { id, taskId } = await ended({ durationMs: 0, fail: {} }, FAILED)
    await untilEnded(taskId)
    const answers = await Promise.all(Array.from({ length: 50 }, () => act(id, 'requeue')))
    const statuses = answers.map(({ statusCode }) => String(statusCode)).toSorted()
    expect(statuses).toEqual(['200', ...Array.from({ length: 49 }, () => '409')])
    for (const answer of answers.filter(({ statusCode }) => statusCode === 409)) {
      expect(answer.json()).toMatchObject({
        code: 'changedMeanwhile',
        lastAct: { by: 'local', act: 'requeue', at: expect.any(String) },
      })
    }
    expect((await eventsOf(id)).filter(({ event }: { event: string }) => event === 'requeued')).toHaveLength(
      1,
    )
  })
})

/** A job whose answer never came. */
async function lost(prompt = 'a fox'): Promise<string> {
  const id = await sent(prompt)
  await kiln.ledger.recordAnswer({ id, attempt: 1 }, { event: 'lost', cause: 'timeout' }, {})
  return id
}

describe('binding a task', () => {
  test('that is finished gives the job its verdict at once, and again changes nothing', async () => {
    const id = await lost()
    const taskId = await createTask({ durationMs: 0 }, 'a fox', `${id}-1-${SECRET}`)
    await untilEnded(taskId)
    const answer = await act(id, 'bind', { taskId })
    expect(answer.json()).toMatchObject({ state: 'succeeded', taskId, attempts: 1, credits: { charged: 8 } })
    const again = await act(id, 'bind', { taskId })
    expect(again.statusCode).toBe(200)
    expect(await kiln.ledger.audit(1)).toMatchObject([{ id, act: 'bind', taskId, from: 'unconfirmed' }])
    const events = await eventsOf(id)
    expect(events.filter(({ event }: { event: string }) => event === 'bound')).toHaveLength(1)
  })

  test('that runs puts the job under watch, by model, input and time where KIE echoes no URL', async () => {
    const id = await lost('a fox without a callback')
    const taskId = await createTask({ durationMs: 10_000_000 }, 'a fox without a callback', null)
    expect((await act(id, 'bind', { taskId })).json()).toMatchObject({ state: 'running', taskId })
  })

  test.each<[string, (id: string) => Promise<string>, RegExp]>([
    ['KIE does not know', async () => 'no-such-task', /does not know/],
    [
      'was made for another job',
      () => createTask({ durationMs: 0 }, 'a fox', `job_0123456789abcdef01234567-1-${SECRET}`),
      /not that of this job/,
    ],
    ['has another input', () => createTask({ durationMs: 0 }, 'a crow', null), /not that of this job/],
    [
      'belongs to another job',
      async () => {
        const other = await lost()
        const taskId = await createTask({ durationMs: 10_000_000 }, 'a fox', null)
        await act(other, 'bind', { taskId })
        return taskId
      },
      /another job/,
    ],
  ])('that %s is refused, and changes nothing', async (_name, taskOf, why) => {
    const id = await lost()
    const answer = await act(id, 'bind', { taskId: await taskOf(id) })
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ code: 'taskRefused', detail: expect.stringMatching(why) })
    expect(await shown(id)).toMatchObject({ state: 'unconfirmed', taskId: null })
  })

  test('of which Redis has forgotten everything spares a queued job a second charge', async () => {
    const { id } = await submitted(kiln)
    const taskId = await createTask({ durationMs: 0 }, 'a fox', `${id}-1-${SECRET}`)
    await untilEnded(taskId)
    expect((await act(id, 'bind', { taskId })).json()).toMatchObject({ state: 'succeeded', taskId })
  })

  test('while KIE cannot be asked is put off', async () => {
    const id = await lost()
    simulator.setFaults({ maintenance: true })
    const answer = await act(id, 'bind', { taskId: 'a-task' })
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('2')
    expect(answer.json()).toMatchObject({ code: 'kieNotAsked', detail: expect.stringContaining('455') })
  })

  test('to a job that waits for none is refused', async () => {
    const { id } = await ended({}, FAILED)
    expect((await act(id, 'bind', { taskId: 'x' })).json().code).toBe('notBindable')
    const bad = await act(id, 'bind', { taskId: 'two words' })
    expect(bad.json()).toMatchObject({
      code: 'validation',
      errors: [{ path: 'taskId', code: 'wrongFormat' }],
    })
  })
})

describe('writing off', () => {
  test('ends a parked job once, and says so in the audit', async () => {
    const { id } = await ended({}, { event: 'vanished' })
    const first = await act(id, 'write-off')
    expect(first.json()).toMatchObject({ state: 'canceled', parked: null, credits: { charged: null } })
    expect((await act(id, 'write-off')).statusCode).toBe(200)
    expect(await kiln.ledger.audit(2)).toMatchObject([
      {},
      { id, act: 'writeOff', from: 'parked', to: 'canceled' },
    ])
    expect((await kiln.call('/metrics')).body).toMatch(
      /^kiln_credits_possibly_wasted_total\{model="nano-banana-2"\} 8$/m,
    )
  })

  test('is for parked jobs alone', async () => {
    const { id } = await submitted(kiln)
    expect((await act(id, 'write-off')).json()).toMatchObject({ code: 'notParked' })
  })

  test('works on a quarantined record that nobody can read, which nothing can be sent for', async () => {
    const { id } = await submitted(kiln)
    const [key] = await kiln.redis.keys(`*:job:${id}`)
    await kiln.redis.hset(key!, 'input', '{"cut')
    await kiln.ledger.quarantine(id, 'input: not JSON')
    expect(await shown(id)).toMatchObject({
      state: 'parked',
      parked: { reason: 'quarantined', fault: 'input: not JSON', evidence: { creditsAtStake: 0 } },
    })
    expect((await act(id, 'requeue', { confirmCharge: true })).json().code).toBe('recordUnreadable')
    expect((await act(id, 'write-off')).json()).toMatchObject({ state: 'canceled' })
  })

  test('reaches a record that no longer says whose it is, for an administrator', async () => {
    const { id } = await submitted(kiln)
    const [key] = await kiln.redis.keys(`*:job:${id}`)
    await kiln.redis.set(key!, 'no record at all')
    await kiln.ledger.quarantine(id, 'not a hash')
    expect(await shown(id)).toMatchObject({ id, state: 'parked' })
    expect((await kiln.call(`/v1/jobs/${id}/receipt`)).json()).toMatchObject({ job: { id, state: 'parked' } })
    expect((await act(id, 'write-off')).json()).toMatchObject({ id, state: 'canceled' })
    expect((await kiln.call('/metrics')).body).toMatch(/^kiln_jobs_unaccounted 0$/m)
  })
})

describe('a parked job', () => {
  test('shows the evidence that a person decides by', async () => {
    const { id } = await ended({}, { event: 'vanished' })
    expect((await shown(id)).parked).toEqual({
      reason: 'taskVanished',
      since: expect.any(String),
      advice: expect.stringContaining('log of the KIE account'),
      fault: null,
      evidence: {
        lastSignAt: expect.any(String),
        silentSeconds: expect.any(Number),
        callbackHealth: 0,
        lastCallbackAt: null,
        attempts: 1,
        reads: 1,
        creditsAtStake: 8,
      },
    })
  })
})

test('a bound task that failed opens no attempt that its caller did not allow', async () => {
  const { id } = await submitted(kiln, { ...JOB_BODY, input: { prompt: 'a fox' }, retries: 1 })
  const failure = { class: 'upstreamError', code: '500', message: 'x', charged: 'no' } as const
  await kiln.ledger.feed()
  await kiln.ledger.begin(id, SECRET)
  await kiln.ledger.recordAnswer({ id, attempt: 1 }, { event: 'retried', failure, pauseMs: 0 }, {})
  await kiln.ledger.feed()
  await kiln.ledger.begin(id, SECRET)
  await kiln.ledger.recordAnswer({ id, attempt: 2 }, { event: 'lost', cause: 'timeout' }, {})
  const taskId = await createTask({ durationMs: 0, fail: {} }, 'a fox', `${id}-2-${SECRET}`)
  await untilEnded(taskId)
  expect((await act(id, 'bind', { taskId })).json()).toMatchObject({ state: 'failed', attempts: 2 })
})
