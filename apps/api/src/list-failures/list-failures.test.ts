import { beforeAll, describe, expect, test } from '@jest/globals'
import { failurePageSchema, jobPageSchema, type JobView } from '@kiln/contract'
import { LIFECYCLE_WORDS, type ReadDecision } from '@kiln/lifecycle'
import { JOB_BODY, REFUSAL, run, settle, submitted } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()
const failedBy = async (decision: ReadDecision): Promise<JobView> => {
  const job = await submitted(suite.kiln, JOB_BODY)
  await run(suite.kiln.ledger, job.id)
  await settle(suite.kiln.ledger, job.id, decision)
  return job
}
const broken = (n: number): ReadDecision => ({
  event: 'failed',
  failure: { class: 'generationFailed', code: '501', message: `worker ${n} gave up`, charged: 'yes' },
  creditsConsumed: 8,
})
const ask = async (query = '', headers: Record<string, string> = {}) =>
  failurePageSchema.parse((await suite.kiln.call(`/v1/failures${query}`, { headers })).json())

let jobs: JobView[]
beforeAll(async () => {
  jobs = [await failedBy(REFUSAL), await failedBy(broken(1)), await failedBy(broken(22))]
})

describe('failures', () => {
  test('are grouped by cause, with whose fault they are, what they cost, and what to do', async () => {
    const { failures, nextCursor } = await ask('?order=biggest')
    expect(nextCursor).toBeNull()
    expect(failures).toHaveLength(2)
    expect(failures[0]).toMatchObject({
      class: 'generationFailed',
      code: '501',
      model: JOB_BODY.model,
      message: 'worker # gave up',
      fault: 'provider',
      advice: LIFECYCLE_WORDS.en.advice.generationFailed,
      count: 2,
      credits: { lost: 16 },
      samples: [jobs[2]!.id, jobs[1]!.id],
    })
    expect(failures[1]).toMatchObject({
      class: 'contentRefused',
      fault: 'input',
      count: 1,
      credits: { lost: 0 },
    })
  })

  test('lead to their jobs', async () => {
    const [group] = (await ask('?order=biggest')).failures
    const answer = await suite.kiln.call(group!.links.jobs)
    expect(jobPageSchema.parse(answer.json()).jobs.map(({ id }) => id)).toEqual(group!.samples)
    for (const cause of ['cause_0123456789abcdef', 'no-cause:*']) {
      const none = await suite.kiln.call(`/v1/jobs?cause=${cause}`)
      expect(none.json()).toEqual({ jobs: [], nextCursor: null })
    }
  })

  test('are one click away from each of their jobs', async () => {
    const job = (await suite.kiln.call(`/v1/jobs/${jobs[1]!.id}`)).json<JobView>()
    const { failures } = await ask(`?cause=${job.failure!.cause}`)
    expect(failures).toMatchObject([{ cause: job.failure!.cause, count: 2 }])
    for (const query of [
      '?cause=cause_0123456789abcdef',
      '?cause=no:*',
      `?cause=${job.failure!.cause}&class=noCredits`,
    ])
      expect((await ask(query)).failures).toEqual([])
  })

  test('come by class, by model and by page', async () => {
    expect((await ask('?class=contentRefused')).failures).toHaveLength(1)
    expect((await ask('?model=z-image')).failures).toEqual([])
    expect((await ask('?batch=batch_0123456789abcdef01234567')).failures).toEqual([])
    const { nextCursor } = await ask('?limit=1')
    expect((await ask(`?limit=1&cursor=${nextCursor}`)).failures).toHaveLength(1)
    const wrong = await suite.kiln.call('/v1/failures?order=oldest')
    expect(wrong.json()).toMatchObject({ code: 'validation', errors: [{ path: 'order' }] })
  })

  test.each(['ru', 'zh'] as const)('are advised on in %s', async (language) => {
    const [group] = (await ask('?class=contentRefused', { 'accept-language': language })).failures
    expect(group!.advice).toBe(LIFECYCLE_WORDS[language].advice.contentRefused)
  })
})
