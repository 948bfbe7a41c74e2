import { describe, expect, test } from '@jest/globals'
import { REFUSAL, run, settle, submitted, SUCCESS } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

async function figures(): Promise<Map<string, number>> {
  const { body, headers } = await suite.kiln.call('/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain/)
  const samples = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    samples.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  )
}

describe('the figures', () => {
  test("are the ledger's: every job is in exactly one state", async () => {
    for (const verdict of [SUCCESS, REFUSAL]) {
      const { id } = await submitted(suite.kiln)
      await run(suite.kiln.ledger, id)
      await settle(suite.kiln.ledger, id, verdict)
    }
    await submitted(suite.kiln)
    const seen = await figures()
    expect(seen.get('kiln_jobs{state="queued"}')).toBe(1)
    expect(seen.get('kiln_jobs{state="succeeded"}')).toBe(1)
    expect(seen.get('kiln_jobs{state="failed"}')).toBe(1)
    expect(seen.get('kiln_jobs_unaccounted')).toBe(0)
    expect(seen.get('kiln_credits_total{model="nano-banana-2",outcome="delivered"}')).toBe(8)
    expect(seen.get('kiln_redis_contract_ok')).toBe(1)
    expect(seen.get('kiln_submit_window_used')).toBe(2)
    expect(seen.get('kiln_submit_window_places')).toBe(20)
    expect(seen.get('kiln_jobs_accepted_total')).toBe(3)
    expect(seen.get('kiln_oldest_queued_seconds')).toBeGreaterThanOrEqual(0)
    expect(seen.get('kiln_workers')).toBe(0)
    expect(seen.get('kiln_redis_memory_bytes')).toBeGreaterThan(100_000)
    expect(seen.get('kiln_doorbells{state="waiting"}')).toBe(0)
  })

  test('of credits stand at 0 from the first job of a model on', async () => {
    await submitted(suite.kiln, { model: 'z-image', input: { prompt: 'a fox', aspect_ratio: '1:1' } })
    const seen = await figures()
    expect(seen.get('kiln_credits_total{model="z-image",outcome="delivered"}')).toBe(0)
    expect(seen.get('kiln_credits_total{model="z-image",outcome="failed"}')).toBe(0)
  })

  test('tell why jobs are parked', async () => {
    const { id } = await submitted(suite.kiln)
    await run(suite.kiln.ledger, id)
    await suite.kiln.ledger.quarantine(id, 'for the test')
    const seen = await figures()
    expect(seen.get('kiln_jobs_parked{reason="quarantined"}')).toBe(1)
    expect(seen.get('kiln_jobs_parked{reason="noAnswer"}')).toBe(0)
  })

  test("show a model's closed gate without its id", async () => {
    const { id } = await submitted(suite.kiln)
    await suite.kiln.ledger.feed()
    await suite.kiln.ledger.begin(id, 's')
    await suite.kiln.ledger.recordAnswer(
      { id, attempt: 1 },
      {
        event: 'rejected',
        failure: { class: 'disabled', code: '505', message: 'disabled', charged: 'no' },
        gate: { gate: 'model', holdMs: 60_000, cause: 'disabled' },
      },
      {},
    )
    const seen = await figures()
    expect(seen.get('kiln_gate_open{gate="model"}')).toBe(0)
    expect(seen.get('kiln_gate_open{gate="credits"}')).toBe(1)
  })

  test('time requests by the pattern of their route, never by their path', async () => {
    const { id } = await submitted(suite.kiln)
    await suite.kiln.call(`/v1/jobs/${id}`)
    await suite.kiln.call('/no/such/path')
    const names = [...(await figures()).keys()].join('\n')
    expect(names).toContain(
      'http_request_duration_seconds_count{method="GET",route="/v1/jobs/:id",status="200"}',
    )
    expect(names).toContain('route="unmatched",status="404"')
    expect(names).not.toContain(id)
    expect(names).not.toContain('/no/such/path')
  })
})
