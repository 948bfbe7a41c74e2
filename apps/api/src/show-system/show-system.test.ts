import { describe, expect, test } from '@jest/globals'
import { digestSettings } from '@kiln/config'
import { systemSchema } from '@kiln/contract'
import { submitted } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const system = async () => {
  const answer = await suite.kiln.call('/v1/system')
  expect(answer.statusCode).toBe(200)
  return systemSchema.parse(answer.json())
}

describe('GET /v1/system', () => {
  test('of a new installation shows that nothing is held, and what is not known as null', async () => {
    expect(await system()).toMatchObject({
      gates: [],
      jobs: { queued: 0, running: 0 },
      busiest: [],
      submit: { places: 20, used: 0, slowStart: null, shortestCallMs: null },
      poll: { used: 0 },
      credits: null,
      workers: [],
      lastCallbackAt: null,
      strayTasks: 0,
      orphans: { count: 0, newest: [] },
    })
  })

  test('names each closed gate, since when, and how many jobs it holds', async () => {
    const { model } = await submitted(suite.kiln)
    await submitted(suite.kiln)
    await suite.kiln.ledger.pause(`model:${model}`, 'ops')
    await suite.kiln.ledger.pause('model:another', 'ops')
    const { gates, jobs, busiest } = await system()
    expect(busiest).toEqual([{ model, queued: jobs['queued'] }])
    const held = { gate: 'paused', detail: 'paused by ops', until: null, probes: false }
    expect(gates).toHaveLength(2)
    expect(gates).toContainEqual(expect.objectContaining({ ...held, model, jobsHeld: jobs['queued'] }))
    expect(gates).toContainEqual(expect.objectContaining({ ...held, model: 'another', jobsHeld: 0 }))
  })

  test('tells the balance, and a forecast once it was seen falling', async () => {
    const { ledger, redis } = suite.kiln
    await ledger.noteBalance(80)
    expect((await system()).credits).toMatchObject({ balance: 80, perHour: null, goneAt: null })
    const [samples] = await redis.keys('*:balance:samples')
    const { now } = await ledger.figures()
    await redis.lpush(samples!, `${now - 3_600_000} 100`)
    const { credits } = await system()
    expect(credits!.perHour).toBeCloseTo(20, 1)
    expect(new Date(credits!.goneAt!).getTime() - now).toBeGreaterThan(3.9 * 3_600_000)
    expect((await suite.kiln.call('/metrics')).body).toMatch(/^kiln_credits_balance 80$/m)
  })

  test('tells the versions that run, and whether each worker was told what the API was', async () => {
    const { ledger, config } = suite.kiln
    const sign = { host: 'a', clockSkewMs: 0, version: '9.9.9' }
    await ledger.noteWorker('w1', { ...sign, pid: 1, settings: digestSettings(config) })
    await ledger.noteWorker('w2', { ...sign, pid: 2, settings: 'another' })
    const { version, workers } = await system()
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Object.fromEntries(workers.map(({ pid, agrees }) => [pid, agrees]))).toMatchObject({
      1: true,
      2: false,
    })
    expect(workers.map((worker) => worker.version)).toContain('9.9.9')
    await ledger.forgetWorker('w1')
    await ledger.forgetWorker('w2')
  })

  test('shows the workers that are there, and how far their clocks are off', async () => {
    await suite.kiln.ledger.noteWorker('w', { host: 'a', pid: 7, clockSkewMs: -600_000 })
    expect((await system()).workers).toMatchObject([
      // One from before workers told the rest.
      { host: 'a', pid: 7, clockSkewMs: -600_000, version: null, agrees: null },
    ])
    expect((await suite.kiln.call('/metrics')).body).toMatch(/^kiln_clock_skew_seconds 600$/m)
  })
})
