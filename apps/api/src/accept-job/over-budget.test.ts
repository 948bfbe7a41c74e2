import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { JOB_BODY, submitted } from '../testing/drive-job.ts'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({ KILN_BUDGET_PER_DAY: 'local=10' })

const DEAR = {
  model: 'sora-2-image-to-video',
  input: { prompt: 'a fox', image_urls: ['https://example.com/a.png'], n_frames: '15' },
}

describe("a job under its key's budget for a day", () => {
  test('is taken when the budget can pay for it', async () => {
    expect(await submitted(suite.kiln)).toMatchObject({ state: 'queued' })
  })

  test('is refused when it could never be sent, and the answer says what to do', async () => {
    const answer = await suite.kiln.call('/v1/jobs', { method: 'POST', payload: DEAR })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      code: 'validation',
      errors: [
        {
          path: 'model',
          code: 'overBudget',
          message: expect.stringMatching(/may cost \d+(\.\d+)? credits, .* 10 a day/),
          hint: expect.stringContaining('KILN_BUDGET_PER_DAY'),
        },
      ],
    })
  })

  test('waits for the next day when the budget is spent', async () => {
    const second = await submitted(suite.kiln, { ...JOB_BODY, customId: 'second' })
    const { rings } = await suite.kiln.ledger.feed()
    for (const { id } of rings) await suite.kiln.ledger.begin(id, 'a-secret')
    const shown = (await suite.kiln.call(`/v1/jobs/${second.id}`)).json()
    expect(shown.waitingFor).toMatchObject({
      gate: 'budget',
      detail: expect.stringContaining('what it may in a day'),
      until: expect.stringMatching(/T00:00:00\.000Z$/),
    })
    const page = (await suite.kiln.call('/metrics')).body
    expect(page).toContain('kiln_budget_credits{key="local"} 10\n')
    expect(page).toContain('kiln_budget_spent_credits{key="local"} 8\n')
  })
})

const send = (kiln: TestApi, payload: unknown, key: string) =>
  kiln.call('/v1/jobs', { method: 'POST', payload, headers: { 'idempotency-key': key } })

describe('a call repeated after the budget of its key was lowered', () => {
  let poorer: TestApi
  beforeAll(async () => {
    const { prefix } = suite.kiln.config.redis
    poorer = await startTestApi(suite.server.url, { KILN_PREFIX: prefix, KILN_BUDGET_PER_DAY: 'local=1' })
  })
  afterAll(() => poorer.close())

  test('gets the answer that it got, and only what is new is refused', async () => {
    const first = await send(suite.kiln, JOB_BODY, 'before')
    expect(first.statusCode).toBe(202)
    const again = await send(poorer, JOB_BODY, 'before')
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([202, 'true'])
    expect(again.body).toBe(first.body)
    const other = await send(poorer, { ...JOB_BODY, retries: 1 }, 'before')
    expect([other.statusCode, other.json().code]).toEqual([409, 'idempotencyConflict'])
    const anew = await send(poorer, JOB_BODY, 'afterwards')
    expect([anew.statusCode, anew.json().code]).toEqual([422, 'validation'])
  })
})
