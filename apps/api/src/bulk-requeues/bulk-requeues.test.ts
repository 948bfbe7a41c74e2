import { beforeAll, describe, expect, test } from '@jest/globals'
import { bulkRequeueListSchema, bulkRequeueSchema, requeuePlanSchema, type JobView } from '@kiln/contract'
import { JOB_BODY, REFUSAL, run, settle } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({
  KILN_API_KEYS:
    'ops:submit+read+operate:the-secret-key-of-ops,other:submit+read+operate:the-secret-key-of-others',
})
const as = (who: 'ops' | 'others', headers: Record<string, string> = {}) => ({
  authorization: `Bearer the-secret-key-of-${who}`,
  ...headers,
})
const post = (url: string, payload: object | undefined, headers: Record<string, string>) =>
  suite.kiln.call(url, { method: 'POST', headers, ...(payload && { payload }) })
const requeues = (payload: object, headers: Record<string, string> = as('ops')) =>
  post('/v1/requeues', payload, headers)

let jobs: JobView[]
beforeAll(async () => {
  jobs = []
  for (let n = 0; n < 3; n++) {
    const answer = await post('/v1/jobs', JOB_BODY, as('ops'))
    const job = answer.json<JobView>()
    await run(suite.kiln.ledger, job.id)
    await settle(suite.kiln.ledger, job.id, REFUSAL)
    jobs.push(job)
  }
})
const FILTER = { class: 'contentRefused' }

describe('a plan of a bulk requeue', () => {
  test('says what would be done and what it costs, and changes nothing', async () => {
    const answer = await requeues({ filter: FILTER, dryRun: true })
    expect(answer.statusCode).toBe(200)
    expect(requeuePlanSchema.parse(answer.json())).toMatchObject({
      matching: 3,
      eligible: 3,
      notEligible: [],
      askedFirst: 3,
      credits: { min: 24, max: 24 },
      unpriced: 0,
      // Nobody knows how long this model takes.
      seconds: null,
    })
    expect(await suite.kiln.ledger.audit(10)).toEqual([])
    const none = await requeues({ filter: { model: 'z-image' }, dryRun: true })
    expect(none.json()).toMatchObject({ matching: 0, credits: { min: 0, max: 0 }, seconds: 0 })
  })

  test("knows nothing of another tenant's failures", async () => {
    const answer = await requeues({ filter: FILTER, dryRun: true }, as('others'))
    expect(answer.json()).toMatchObject({ matching: 0 })
  })

  test.each([
    [{}, 'filter'],
    [{ filter: {} }, 'filter'],
    [{ filter: FILTER, limit: 0 }, 'limit'],
    [{ filter: { clas: 'x' } }, 'filter.clas'],
  ])('of %j is refused, with what is wrong', async (body, path) => {
    const answer = await requeues(body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map((fault: { path: string }) => fault.path)).toContain(path)
  })

  test('of a batch that is not ours is answered like one of no batch', async () => {
    const answer = await requeues({ filter: { batch: 'batch_0123456789abcdef01234567' }, dryRun: true })
    expect(answer.json()).toMatchObject({ status: 404, code: 'batchUnknown' })
  })
})

describe('a bulk requeue', () => {
  test('needs a key, and a double click makes one', async () => {
    expect((await requeues({ filter: FILTER })).json()).toMatchObject({ code: 'idempotencyKeyMissing' })
    const body = { filter: FILTER, canary: 1, stopAfter: 2 }
    const click = () => requeues(body, as('ops', { 'idempotency-key': 'click' }))
    const answers = await Promise.all([click(), click(), click()])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202])
    const [first, ...rest] = answers.map((answer) => bulkRequeueSchema.parse(answer.json()))
    expect(first).toMatchObject({
      status: 'planned',
      by: 'ops',
      filter: FILTER,
      limit: null,
      canary: 1,
      stopAfter: 2,
      counts: { found: 3, left: 3, requeued: 0, outcomes: { open: 0, returned: 0 } },
    })
    for (const each of rest) expect(each).toEqual(first)
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(2)
    const other = await requeues({ filter: { model: 'z-image' } }, as('ops', { 'idempotency-key': 'click' }))
    expect(other.json()).toMatchObject({ status: 409, code: 'idempotencyConflict' })
  })

  test('is shown to its owner, and aborted once', async () => {
    const made = await requeues({ filter: FILTER }, as('ops', { 'idempotency-key': 'to be aborted' }))
    expect(made.json()).toMatchObject({ code: 'idempotencyKeyInvalid' })
    const { links } = bulkRequeueSchema.parse(
      (await requeues({ filter: FILTER }, as('ops', { 'idempotency-key': 'to-be-aborted' }))).json(),
    )
    const listed = async (who: 'ops' | 'others') => {
      const list = await suite.kiln.call('/v1/requeues', { headers: as(who) })
      return bulkRequeueListSchema.parse(list.json()).requeues.map((one) => one.links.self)
    }
    // The one of the test before is open too.
    expect([(await listed('ops'))[0], await listed('others')]).toEqual([links.self, []])
    const strange = await suite.kiln.call(links.self, { headers: as('others') })
    expect(strange.json()).toMatchObject({ status: 404, code: 'requeueUnknown' })
    expect((await post(links.abort, undefined, as('others'))).statusCode).toBe(404)
    for (let n = 0; n < 2; n++) {
      const aborted = bulkRequeueSchema.parse((await post(links.abort, undefined, as('ops'))).json())
      expect(aborted).toMatchObject({ status: 'aborted', abortedBy: 'ops', counts: { left: 3 } })
    }
    expect(await listed('ops')).not.toContain(links.self)
    const shown = await suite.kiln.call(links.self, { headers: as('ops') })
    expect(shown.json()).toMatchObject({ status: 'aborted', endedAt: expect.any(String) })
    expect((await suite.kiln.ledger.audit(20)).filter(({ act }) => act === 'bulkAbort')).toHaveLength(1)
  })
})
