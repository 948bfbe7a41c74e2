import { describe, expect, test } from '@jest/globals'
import { timelineSchema } from '@kiln/contract'
import { run, settle, submitted, SUCCESS } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const cancel = (id: string) => suite.kiln.call(`/v1/jobs/${id}/cancel`, { method: 'POST' })
const events = async (id: string) => {
  const answer = await suite.kiln.call(`/v1/jobs/${id}/events`)
  return timelineSchema.parse(answer.json()).events
}

describe('canceling a job', () => {
  test('ends a queued one at once', async () => {
    const { id } = await submitted(suite.kiln)
    const answer = await cancel(id)
    const { body: figures } = await suite.kiln.call('/metrics')
    expect(figures).toMatch(/^kiln_jobs_finished_total\{.*state="canceled".*\} 1$/m)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      id,
      state: 'canceled',
      waitingFor: null,
      finishedAt: expect.any(String),
    })
  })

  test('marks one that was sent, which then ends as canceled with its charge and result', async () => {
    const { id } = await submitted(suite.kiln)
    await run(suite.kiln.ledger, id)
    const answer = await cancel(id)
    expect(answer.json()).toMatchObject({ state: 'running', cancelRequestedAt: expect.any(String) })
    expect((await cancel(id)).statusCode).toBe(200)
    await settle(suite.kiln.ledger, id, SUCCESS)
    expect((await suite.kiln.call(`/v1/jobs/${id}`)).json()).toMatchObject({
      state: 'canceled',
      result: { urls: ['https://files.example/a.png'] },
      credits: { charged: 8 },
    })
  })

  test('is refused once it has ended, with the reason', async () => {
    const { id } = await submitted(suite.kiln)
    await run(suite.kiln.ledger, id)
    await settle(suite.kiln.ledger, id, SUCCESS)
    const answer = await cancel(id)
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({
      code: 'notCancelable',
      detail: expect.stringContaining('succeeded'),
    })
  })

  test('is refused while it is parked', async () => {
    const { id } = await submitted(suite.kiln)
    await run(suite.kiln.ledger, id)
    await settle(suite.kiln.ledger, id, { event: 'vanished' })
    expect((await cancel(id)).statusCode).toBe(409)
  })

  test('takes an empty JSON body for none, as some clients send it', async () => {
    const { id } = await submitted(suite.kiln)
    const answer = await suite.kiln.call(`/v1/jobs/${id}/cancel`, { method: 'POST', payload: '' })
    expect(answer.statusCode).toBe(200)
  })

  test('finds no job under another id', async () => {
    expect((await cancel('job_0123456789abcdef01234567')).json().code).toBe('jobUnknown')
  })
})

describe('the timeline', () => {
  test('tells the whole way of a job, oldest first', async () => {
    const { id } = await submitted(suite.kiln)
    await run(suite.kiln.ledger, id)
    await settle(suite.kiln.ledger, id, SUCCESS)
    const told = await events(id)
    expect(told.map(({ event }) => event)).toEqual(['accepted', 'begun', 'bound', 'succeeded'])
    expect(told.at(-1)).toMatchObject({ from: 'running', to: 'succeeded', attempt: 1 })
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted())
  })

  test('finds no job under another id', async () => {
    const answer = await suite.kiln.call('/v1/jobs/job_0123456789abcdef01234567/events')
    expect(answer.statusCode).toBe(404)
    expect(answer.json().code).toBe('jobUnknown')
  })
})
