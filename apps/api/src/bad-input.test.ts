import { describe, expect, jest, test } from '@jest/globals'
import { problemSchema } from '@kiln/contract'
import { createRandomJson } from './testing/random-json.ts'
import type { TestApi } from './testing/test-api.ts'
import { useTestApi } from './testing/use-test-api.ts'

// Nothing here is about what survives a power cut, and so many accepts should be quick.
const suite = useTestApi({ KILN_REDIS_CONTRACT: 'unsafe' }, { appendFsync: 'no' })

/** Whatever was sent: an answer of the contract, and never a fault of ours. */
async function expectOrderly(answer: Awaited<ReturnType<TestApi['call']>>): Promise<void> {
  expect(answer.statusCode).toBeLessThan(500)
  if (answer.statusCode >= 400) problemSchema.parse(answer.json())
}

const SEED = 20261121
/** Of every kind; `pnpm test:large` tries four times as many. */
const TRIES = process.env['TEST_LARGE'] === '1' ? 2_000 : 500

jest.setTimeout(TRIES * 60)

describe('whatever comes in', () => {
  test(`${TRIES} bodies, random and nearly right, are taken or refused in order`, async () => {
    const random = createRandomJson(SEED)
    const statuses = new Set<number>()
    for (let i = 0; i < TRIES; i++) {
      const payload = i % 2 === 0 ? random.value() : random.nearly(jobBody())
      const answer = await suite.kiln.call('/v1/jobs', { method: 'POST', payload: JSON.stringify(payload) })
      await expectOrderly(answer)
      statuses.add(answer.statusCode)
    }
    // Both doors were tried: a corpus that is only ever refused would prove little.
    expect([...statuses]).toEqual(expect.arrayContaining([202, 422]))
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test(`${TRIES / 4} quotes, of jobs and of batches, are made or refused in order`, async () => {
    const random = createRandomJson(SEED + 4)
    const statuses = new Set<number>()
    for (let i = 0; i < TRIES / 4; i++) {
      const batch = {
        name: 'x',
        budget: { credits: 1 },
        defaults: { retries: 1 },
        jobs: [jobBody(), jobBody()],
      }
      const payload = [random.value(), random.nearly(jobBody()), random.nearly(batch)][i % 3]
      const answer = await suite.kiln.call('/v1/quotes', { method: 'POST', payload: JSON.stringify(payload) })
      await expectOrderly(answer)
      statuses.add(answer.statusCode)
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 422]))
  })

  test(`${TRIES / 4} bodies that are not quite JSON are refused in order`, async () => {
    const random = createRandomJson(SEED + 1)
    for (let i = 0; i < TRIES / 4; i++) {
      const answer = await suite.kiln.call('/v1/jobs', {
        method: 'POST',
        payload: random.garbled(JSON.stringify(jobBody())),
      })
      await expectOrderly(answer)
    }
  })

  test(`${TRIES / 4} queries and ids are answered in order`, async () => {
    const random = createRandomJson(SEED + 2)
    for (let i = 0; i < TRIES / 4; i++) {
      const text = inUrl(random.text())
      const name = [
        'state',
        'model',
        'failure',
        'batch',
        'customId',
        'since',
        'until',
        'cursor',
        'limit',
        text,
      ][i % 10]
      await expectOrderly(await suite.kiln.call(`/v1/jobs?${name}=${text}`))
      await expectOrderly(await suite.kiln.call(`/v1/jobs/${text}?wait=${text}`))
      await expectOrderly(await suite.kiln.call(`/v1/jobs/${text}/cancel`, { method: 'POST' }))
      await expectOrderly(await suite.kiln.call(`/v1/models/${text}`))
      await expectOrderly(await suite.kiln.call(`/v1/models?${name}=${text}&q=${text}`))
    }
  })

  test(`${TRIES / 4} callbacks are answered 200`, async () => {
    const random = createRandomJson(SEED + 3)
    for (let i = 0; i < TRIES / 4; i++) {
      const token = inUrl(random.text()) || 'x'
      const payload = i % 2 === 0 ? JSON.stringify(random.value()) : random.garbled('{"data":{"taskId":"t"}}')
      const answer = await suite.kiln.call(`/callbacks/kie/${token}`, { method: 'POST', payload })
      expect(answer.statusCode).toBe(200)
    }
  })

  test('what was taken can be shown, and every job of it is in exactly one state', async () => {
    const { states, accepted } = await suite.kiln.ledger.figures()
    expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(accepted)
    expect(accepted).toBeGreaterThan(0)
    let cursor: string | null = ''
    let shown = 0
    while (cursor !== null) {
      const page: { jobs: unknown[]; nextCursor: string | null } = (
        await suite.kiln.call(`/v1/jobs?limit=200&cursor=${cursor}`)
      ).json()
      shown += page.jobs.length
      cursor = page.nextCursor
    }
    expect(shown).toBe(accepted)
  })
})

/** As much of it as fits a request line, and as can be percent-encoded. */
const inUrl = (text: string) => encodeURIComponent(text.slice(0, 1_000).replaceAll(/\p{Cs}/gu, '\ufffd'))

const jobBody = () => ({
  model: 'nano-banana-2',
  input: { prompt: 'a fox', aspect_ratio: '1:1', resolution: '1K', output_format: 'png' },
  customId: 'order 7',
  priority: 'normal',
  retries: 1,
  strict: false,
  metadata: { team: 'blue' },
})
