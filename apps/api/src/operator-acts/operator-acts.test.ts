import { describe, expect, test } from '@jest/globals'
import { JOB_BODY, SECRET, submitted } from '../testing/drive-job.ts'
import { useAskingApi } from '../testing/use-asking-api.ts'
import { actingOn, FAILED } from './operator-acts.test.kit.ts'

const suite = useAskingApi()
const { act, shown, eventsOf, createTask, untilEnded, sent, ended } = actingOn(suite)

/** A job whose answer never came. */
async function lost(prompt = 'a fox'): Promise<string> {
  const id = await sent(prompt)
  await suite.kiln.ledger.recordAnswer({ id, attempt: 1 }, { event: 'lost', cause: 'timeout' }, {})
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
    expect(await suite.kiln.ledger.audit(1)).toMatchObject([{ id, act: 'bind', taskId, from: 'unconfirmed' }])
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
    const { id } = await submitted(suite.kiln)
    const taskId = await createTask({ durationMs: 0 }, 'a fox', `${id}-1-${SECRET}`)
    await untilEnded(taskId)
    expect((await act(id, 'bind', { taskId })).json()).toMatchObject({ state: 'succeeded', taskId })
  })

  test('while KIE cannot be asked is put off', async () => {
    const id = await lost()
    suite.simulator.setFaults({ maintenance: true })
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
    expect(await suite.kiln.ledger.audit(2)).toMatchObject([
      {},
      { id, act: 'writeOff', from: 'parked', to: 'canceled' },
    ])
    expect((await suite.kiln.call('/metrics')).body).toMatch(
      /^kiln_credits_possibly_wasted_total\{model="nano-banana-2"\} 8$/m,
    )
  })

  test('is for parked jobs alone', async () => {
    const { id } = await submitted(suite.kiln)
    expect((await act(id, 'write-off')).json()).toMatchObject({ code: 'notParked' })
  })

  test('works on a quarantined record that nobody can read, which nothing can be sent for', async () => {
    const { id } = await submitted(suite.kiln)
    const [key] = await suite.kiln.redis.keys(`*:job:${id}`)
    await suite.kiln.redis.hset(key!, 'input', '{"cut')
    await suite.kiln.ledger.quarantine(id, 'input: not JSON')
    expect(await shown(id)).toMatchObject({
      state: 'parked',
      parked: { reason: 'quarantined', fault: 'input: not JSON', evidence: { creditsAtStake: 0 } },
    })
    expect((await act(id, 'requeue', { confirmCharge: true })).json().code).toBe('recordUnreadable')
    expect((await act(id, 'write-off')).json()).toMatchObject({ state: 'canceled' })
  })

  test('reaches a record that no longer says whose it is, for an administrator', async () => {
    const { id } = await submitted(suite.kiln)
    const [key] = await suite.kiln.redis.keys(`*:job:${id}`)
    await suite.kiln.redis.set(key!, 'no record at all')
    await suite.kiln.ledger.quarantine(id, 'not a hash')
    expect(await shown(id)).toMatchObject({ id, state: 'parked' })
    expect((await suite.kiln.call(`/v1/jobs/${id}/receipt`)).json()).toMatchObject({
      job: { id, state: 'parked' },
    })
    expect((await act(id, 'write-off')).json()).toMatchObject({ id, state: 'canceled' })
    expect((await suite.kiln.call('/metrics')).body).toMatch(/^kiln_jobs_unaccounted 0$/m)
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
  const { id } = await submitted(suite.kiln, { ...JOB_BODY, input: { prompt: 'a fox' }, retries: 1 })
  const failure = { class: 'upstreamError', code: '500', message: 'x', charged: 'no' } as const
  await suite.kiln.ledger.feed()
  await suite.kiln.ledger.begin(id, SECRET)
  await suite.kiln.ledger.recordAnswer({ id, attempt: 1 }, { event: 'retried', failure, pauseMs: 0 }, {})
  await suite.kiln.ledger.feed()
  await suite.kiln.ledger.begin(id, SECRET)
  await suite.kiln.ledger.recordAnswer({ id, attempt: 2 }, { event: 'lost', cause: 'timeout' }, {})
  const taskId = await createTask({ durationMs: 0, fail: {} }, 'a fox', `${id}-2-${SECRET}`)
  await untilEnded(taskId)
  expect((await act(id, 'bind', { taskId })).json()).toMatchObject({ state: 'failed', attempts: 2 })
})
