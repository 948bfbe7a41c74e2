import { beforeAll, describe, expect, test } from '@jest/globals'
import { jobPageSchema, type JobView } from '@kiln/contract'
import { JOB_BODY, REFUSAL, run, settle, submitted } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

let jobs: JobView[]

const suite = useTestApi()

beforeAll(async () => {
  jobs = []
  for (let i = 0; i < 5; i++) jobs.push(await submitted(suite.kiln, { ...JOB_BODY, customId: `order ${i}` }))
  await run(suite.kiln.ledger, jobs[0]!.id)
  await settle(suite.kiln.ledger, jobs[0]!.id, REFUSAL)
})

async function page(query: Record<string, string>) {
  const answer = await suite.kiln.call(`/v1/jobs?${new URLSearchParams(query).toString()}`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return jobPageSchema.parse(answer.json())
}
const orders = async (query: Record<string, string>) =>
  (await page(query)).jobs.map(({ customId }) => customId)

describe('listing jobs', () => {
  test('shows the newest first, each waiting one with its gate', async () => {
    const { jobs: shown, nextCursor } = await page({})
    expect(shown.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id).toReversed())
    expect(shown.map(({ waitingFor }) => waitingFor?.gate)).toEqual([
      'turn',
      'turn',
      'turn',
      'turn',
      undefined,
    ])
    expect(nextCursor).toBeNull()
  })

  test('goes through all pages without a gap or a repeat', async () => {
    const seen: (string | null)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { jobs: shown, nextCursor }: Awaited<ReturnType<typeof page>> = await page({ limit: '2', cursor })
      seen.push(...shown.map(({ customId }) => customId))
      cursor = nextCursor
    }
    expect(seen).toEqual(['order 4', 'order 3', 'order 2', 'order 1', 'order 0'])
  })

  test('shows what fits every filter', async () => {
    expect(await orders({ state: 'failed' })).toEqual(['order 0'])
    expect(await orders({ failure: 'contentRefused' })).toEqual(['order 0'])
    expect(await orders({ failure: 'noCredits' })).toEqual([])
    expect(await orders({ customId: 'order 3' })).toEqual(['order 3'])
    expect(await orders({ model: 'nano-banana-2', state: 'queued' })).toHaveLength(4)
    expect(await orders({ model: 'no-such-model' })).toEqual([])
    expect(await orders({ batch: 'batch_1' })).toEqual([])
    expect(await orders({ since: jobs[3]!.createdAt })).toEqual(
      expect.arrayContaining(['order 4', 'order 3']),
    )
    expect(await orders({ since: '2100-01-01T00:00:00Z' })).toEqual([])
    expect(await orders({ until: '2000-01-01T00:00:00+01:00' })).toEqual([])
  })

  test('takes an empty filter for none, as a form sends it', async () => {
    expect(await orders({ state: '', model: '', limit: '' })).toHaveLength(5)
  })

  test.each([
    ['state=done', 'state'],
    ['state=failed&state=parked', 'state'],
    ['sate=failed', 'sate'],
    ['limit=0', 'limit'],
    ['limit=1000', 'limit'],
    ['since=yesterday', 'since'],
    ['cursor=abc', 'cursor'],
    ['__proto__=1', '__proto__'],
  ])('refuses ?%s and says where', async (query, path) => {
    const answer = await suite.kiln.call(`/v1/jobs?${query}`)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'validation', errors: [{ path }] })
  })

  test('repeats no value of the query: it may be a key in the wrong place', async () => {
    const answer = await suite.kiln.call('/v1/jobs?api_key=sk-very-secret-value')
    expect(answer.statusCode).toBe(422)
    expect(answer.body).not.toContain('very-secret')
    expect(suite.kiln.logged()).not.toContain('very-secret')
  })
})
