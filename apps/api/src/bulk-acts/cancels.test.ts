import { beforeAll, describe, expect, test } from '@jest/globals'
import { bulkCancelPageSchema, bulkCancelSchema, cancelPlanSchema, type JobView } from '@kiln/contract'
import { JOB_BODY, run } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({
  KILN_API_KEYS:
    'ops:submit+read+operate:the-secret-key-of-ops,other:submit+read+operate:the-secret-key-of-others',
})
const as = (who: 'ops' | 'others', key?: string) => ({
  authorization: `Bearer the-secret-key-of-${who}`,
  ...(key !== undefined && { 'idempotency-key': key }),
})
const post = (url: string, payload: object | undefined, headers: Record<string, string>) =>
  suite.kiln.call(url, { method: 'POST', headers, ...(payload && { payload }) })
const cancels = (payload: object, headers = as('ops')) => post('/v1/cancels', payload, headers)
const page = async (query: string, who: 'ops' | 'others' = 'ops') =>
  bulkCancelPageSchema.parse((await suite.kiln.call(`/v1/cancels${query}`, { headers: as(who) })).json())
const FILTER = { customIdPrefix: 'take ' }

beforeAll(async () => {
  const jobs: JobView[] = []
  for (let n = 0; n < 3; n++)
    jobs.push((await post('/v1/jobs', { ...JOB_BODY, customId: `take ${n}` }, as('ops'))).json<JobView>())
  await run(suite.kiln.ledger, jobs[0]!.id)
})

describe('a plan of a bulk cancel', () => {
  test('says what is free, what can only be marked, and changes nothing', async () => {
    const plan = cancelPlanSchema.parse((await cancels({ filter: FILTER, dryRun: true })).json())
    expect(plan).toEqual({
      matching: 3,
      eligible: 3,
      endAtOnce: 2,
      onlyMarked: 1,
      notEligible: [],
      credits: { saved: { min: 16, max: 16 }, notSaved: { min: 8, max: 8 } },
      unpriced: 0,
      complete: true,
    })
    expect(await suite.kiln.ledger.audit(10)).toEqual([])
    const theirs = await cancels({ filter: FILTER, dryRun: true }, as('others'))
    expect(theirs.json()).toMatchObject({ matching: 0 })
  })

  test.each([
    [{}, 'filter'],
    [{ filter: {} }, 'filter'],
    [{ filter: { state: 'parked' } }, 'filter.state'],
    [{ filter: FILTER, limit: 0 }, 'limit'],
    [{ filter: FILTER, canary: 1 }, 'canary'],
  ])('of %j is refused, with what is wrong', async (body, path) => {
    const answer = await cancels(body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map((fault: { path: string }) => fault.path)).toContain(path)
  })

  test('of a batch that is not ours is answered like one of no batch', async () => {
    const answer = await cancels({ filter: { batch: 'batch_0123456789abcdef01234567' }, dryRun: true })
    expect(answer.json()).toMatchObject({ status: 404, code: 'batchUnknown' })
  })
})

describe('a bulk cancel', () => {
  test('needs a key, is made once by it, and is nobody else to see', async () => {
    expect((await cancels({ filter: FILTER })).json()).toMatchObject({ code: 'idempotencyKeyMissing' })
    const click = () => cancels({ filter: FILTER }, as('ops', 'click'))
    const [first, second] = await Promise.all([click(), click()])
    expect([first.statusCode, second.statusCode]).toEqual([202, 202])
    const made = bulkCancelSchema.parse(first.json())
    expect(second.json()).toEqual(made)
    expect(made).toMatchObject({ status: 'planned', filter: FILTER, counts: { found: 3, left: 3 } })
    // The same words and the same key, and another thing to be done.
    const requeue = await post('/v1/requeues', { filter: { model: 'z-image' } }, as('ops', 'one-for-both'))
    expect(requeue.statusCode).toBe(202)
    const cancel = await cancels({ filter: { model: 'z-image' } }, as('ops', 'one-for-both'))
    expect(cancel.json()).toMatchObject({ status: 409, code: 'idempotencyConflict' })

    expect((await suite.kiln.call(made.links.self, { headers: as('others') })).json()).toMatchObject({
      code: 'cancelUnknown',
    })
    const asRequeue = made.links.self.replace('cancels', 'requeues')
    expect((await suite.kiln.call(asRequeue, { headers: as('ops') })).json()).toMatchObject({
      code: 'requeueUnknown',
    })
  })

  test('is listed newest first, page by page, to its owner alone', async () => {
    for (const n of [1, 2]) await cancels({ filter: { model: `m${n}` } }, as('ops', `listed-${n}`))
    const { cancels: newest, nextCursor } = await page('?limit=1')
    expect(newest).toMatchObject([{ filter: { model: 'm2' } }])
    expect((await page(`?limit=1&cursor=${nextCursor}`)).cancels).toMatchObject([{ filter: { model: 'm1' } }])
    expect(await page('', 'others')).toEqual({ cancels: [], nextCursor: null })
  })

  test('is aborted once', async () => {
    const { links } = bulkCancelSchema.parse((await cancels({ filter: FILTER }, as('ops', 'abort'))).json())
    for (let n = 0; n < 2; n++) {
      const aborted = bulkCancelSchema.parse((await post(links.abort, undefined, as('ops'))).json())
      expect(aborted).toMatchObject({ status: 'aborted', abortedBy: 'ops', counts: { left: 3 } })
    }
    expect((await suite.kiln.ledger.audit(50)).filter(({ act }) => act === 'bulkAbort')).toHaveLength(1)
  })
})
