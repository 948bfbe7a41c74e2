import { describe, expect, test } from '@jest/globals'
import type { JobView } from '@kiln/contract'
import { run, settle, submitted, SUCCESS } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({}, { kind: 'real' })
const SEEDED = { model: 'gpt-image-2-text-to-image', input: { prompt: 'a fox' } }

async function started(body?: object): Promise<string> {
  const { id } = await submitted(suite.kiln, body)
  await run(suite.kiln.ledger, id)
  return id
}
const shown = async (id: string): Promise<JobView> => (await suite.kiln.call(`/v1/jobs/${id}`)).json()
const secondsLeft = ({ submittedAt, expectedAt }: JobView) =>
  (Date.parse(expectedAt!) - Date.parse(submittedAt!)) / 1_000

describe('when a job is expected to end', () => {
  test('is not told while nothing is known of its model, nor before it runs, nor after it ended', async () => {
    const { id } = await submitted(suite.kiln, SEEDED)
    expect((await shown(id)).expectedAt).toBeNull()
    await run(suite.kiln.ledger, id)
    expect((await shown(id)).expectedAt).not.toBeNull()
    await settle(suite.kiln.ledger, id, SUCCESS)
    expect((await shown(id)).expectedAt).toBeNull()
    expect((await shown(await started())).expectedAt).toBeNull()
  })

  test('follows the catalogue at first', async () => {
    const left = secondsLeft(await shown(await started(SEEDED)))
    expect(left).toBeGreaterThan(40)
    expect(left).toBeLessThan(75)
  })

  test('follows what its model took, on lists and in the answer to a cancel as on its own page', async () => {
    for (let n = 0; n < 8; n++) await settle(suite.kiln.ledger, await started(), SUCCESS, 150_000)
    const ids = [await started(), await started(), await started()]
    await suite.kiln.redis.config('RESETSTAT')
    const { jobs } = (await suite.kiln.call('/v1/jobs?state=running')).json<{ jobs: JobView[] }>()
    const stats = await suite.kiln.redis.info('commandstats')
    expect(stats).toMatch(/cmdstat_hmget:calls=1,/)
    const listed = jobs.filter(({ id }) => ids.includes(id))
    expect(listed).toHaveLength(3)
    const canceled = (await suite.kiln.call(`/v1/jobs/${ids[0]}/cancel`, { method: 'POST' })).json<JobView>()
    for (const job of [...listed, await shown(ids[1]!), canceled]) {
      expect(secondsLeft(job)).toBeGreaterThan(110)
      expect(secondsLeft(job)).toBeLessThan(200)
    }
  })
})
