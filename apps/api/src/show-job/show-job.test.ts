import { describe, expect, test } from '@jest/globals'
import { jobViewSchema } from '@kiln/contract'
import { REFUSAL, run, settle, submitted, SUCCESS, TASK_ID } from '../testing/drive-job.ts'
import { startTestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

async function runningJob(): Promise<string> {
  const { id } = await submitted(suite.kiln)
  await run(suite.kiln.ledger, id)
  return id
}

describe('showing a job', () => {
  test('names the gate and the place of one that waits', async () => {
    const { id } = await submitted(suite.kiln)
    const answer = await suite.kiln.call(`/v1/jobs/${id}`)
    expect(answer.statusCode).toBe(200)
    expect(jobViewSchema.parse(answer.json())).toMatchObject({
      id,
      state: 'queued',
      waitingFor: { gate: 'turn', position: expect.any(Number) },
    })
  })

  test('shows the result of one that succeeded', async () => {
    const id = await runningJob()
    await settle(suite.kiln.ledger, id, SUCCESS)
    expect((await suite.kiln.call(`/v1/jobs/${id}`)).json()).toMatchObject({
      state: 'succeeded',
      waitingFor: null,
      taskId: TASK_ID,
      attempts: 1,
      polls: 1,
      result: { urls: ['https://files.example/a.png'] },
      failure: null,
      credits: { charged: 8 },
    })
  })

  test('shows the failure of one that failed', async () => {
    const id = await runningJob()
    await settle(suite.kiln.ledger, id, REFUSAL)
    expect((await suite.kiln.call(`/v1/jobs/${id}`)).json()).toMatchObject({
      state: 'failed',
      failure: { class: 'contentRefused', code: '422', charged: 'no', advice: expect.any(String) },
    })
  })

  test.each([
    'job_0123456789abcdef01234567',
    'job_0123456789ABCDEF01234567',
    'job_1',
    'meta',
    '..%2F..%2Fgates',
    'x'.repeat(5_000),
    '%00',
  ])('says that %s does not exist', async (id) => {
    const answer = await suite.kiln.call(`/v1/jobs/${id}`)
    expect(answer.statusCode).toBe(404)
    expect(answer.json().code).toBe('jobUnknown')
  })
})

/** Where it must not wait it asks for longer than a test may take. */
describe('a long poll', () => {
  test.each([
    ['success', SUCCESS, 'succeeded'],
    ['failure', REFUSAL, 'failed'],
    ['a parked job', { event: 'vanished' } as const, 'parked'],
  ])('ends with the verdict: %s', async (_what, decision, state) => {
    const id = await runningJob()
    const poll = suite.kiln.call(`/v1/jobs/${id}?wait=60`).then((answer) => answer)
    await settle(suite.kiln.ledger, id, decision)
    expect((await poll).json()).toMatchObject({ id, state })
  })

  test('ends at once for a job that has ended', async () => {
    const id = await runningJob()
    await settle(suite.kiln.ledger, id, SUCCESS)
    const answer = await suite.kiln.call(`/v1/jobs/${id}?wait=60`)
    expect(answer.json().state).toBe('succeeded')
  })

  test('shows the job as it is when the time is over', async () => {
    const id = await runningJob()
    const startedMs = performance.now()
    const answer = await suite.kiln.call(`/v1/jobs/${id}?wait=0.3`)
    expect(answer.json().state).toBe('running')
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(299)
  })

  test('does not wait for a job that does not exist', async () => {
    const answer = await suite.kiln.call('/v1/jobs/job_0123456789abcdef01234567?wait=60')
    expect(answer.statusCode).toBe(404)
  })

  test.each(['61', '-1', 'forever', '1&wait=2', '1e999'])('refuses to wait %s', async (wait) => {
    const answer = await suite.kiln.call(`/v1/jobs/job_0123456789abcdef01234567?wait=${wait}`)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toMatchObject([{ path: 'wait' }])
  })

  test('takes an empty wait for none', async () => {
    const id = await runningJob()
    expect((await suite.kiln.call(`/v1/jobs/${id}?wait=`)).json().state).toBe('running')
  })

  test('ends when nobody waits for its answer any more', async () => {
    const { id } = await submitted(suite.kiln)
    const gone = new AbortController()
    const url = await suite.kiln.api.listen({ port: 0 })
    const poll = fetch(`${url}/v1/jobs/${id}?wait=60`, { signal: gone.signal })
    while (!suite.kiln.isPolling()) await new Promise((resolve) => setImmediate(resolve))
    gone.abort()
    await expect(poll).rejects.toMatchObject({ name: 'AbortError' })
    while (suite.kiln.isPolling()) await new Promise((resolve) => setImmediate(resolve))
  })

  test('ends when the server closes', async () => {
    const closing = await startTestApi(suite.server.url)
    const { id } = await submitted(closing)
    const url = await closing.api.listen({ port: 0 })
    const poll = fetch(`${url}/v1/jobs/${id}?wait=60`)
    // The poll is under way once the verdict's reader is.
    while (!closing.isPolling()) await new Promise((resolve) => setImmediate(resolve))
    await closing.close()
    const answer = await poll
    expect(await answer.json()).toMatchObject({ id, state: 'queued' })
  })
})
