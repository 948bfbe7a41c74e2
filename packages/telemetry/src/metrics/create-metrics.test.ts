import { setImmediate as restOfTurn, setTimeout as passMs } from 'node:timers/promises'
import { FAILURE_CLASSES, GATES, STATE_NAMES } from '@kiln/lifecycle'
import { describe, expect, test } from '@jest/globals'
import { createMetrics } from './create-metrics.ts'
import { CALLBACK_OUTCOMES, WEBHOOK_OUTCOMES } from './labels.ts'
import type { LedgerFigures } from './ledger-figures.ts'
import { METRICS, type App, type MetricRow } from './table.ts'

const all: [string, MetricRow][] = Object.entries(METRICS)

async function linesOf(
  metrics: { render: () => Promise<{ body: string }> },
  name: string,
): Promise<string[]> {
  const { body } = await metrics.render()
  return body.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
}

const FIGURES: LedgerFigures = {
  states: {
    ...(Object.fromEntries(STATE_NAMES.map((state) => [state, 0])) as LedgerFigures['states']),
    running: 3,
  },
  parked: { noAnswer: 2, noVerdict: 0, taskVanished: 0, noResult: 0, quarantined: 0, uncounted: 0 },
  doorbells: { waiting: 5, active: 1 },
  gates: {
    ...(Object.fromEntries(GATES.map((gate) => [gate, 'open'])) as LedgerFigures['gates']),
    credits: 'closed',
  },
  credits: [{ model: 'google/nano-banana', outcome: 'delivered', credits: 12.5 }],
  possiblyWasted: [{ model: 'google/nano-banana', credits: 8 }],
  budgets: [{ key: 'shop', credits: 100, spent: 40.5 }],
  accepted: 9,
  strayTasks: 1,
  single: {
    oldestQueuedSeconds: 12,
    workers: 2,
    submitWindowUsed: 17,
    submitWindowPlaces: 20,
    pollWindowUsed: 2,
    pollWindowPlaces: 3,
    unaccounted: 0,
    redisLagSeconds: 0.002,
    redisContractOk: 1,
    redisMemoryBytes: 1_000,
    redisMemoryMaxBytes: 0,
    callbackLastSeconds: 4,
    callbackHealth: 0.75,
    creditsBalance: 120.5,
    creditsLeftSeconds: 7_200,
    clockSkewSeconds: 0.25,
  },
}

describe.each<App>(['api', 'worker'])('the metrics of the %s', (app) => {
  test('are those that the table says it exports, and Node’s own', async () => {
    const metrics = app === 'api' ? createMetrics({ app: 'api' }) : createMetrics({ app: 'worker' })
    const { contentType, body } = await metrics.render()
    expect(contentType).toContain('text/plain; version=0.0.4')
    const exported = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`)
    const own = exported.filter((line) => !/^(?:nodejs|process)_/.test(line))
    const expected = all
      .filter(([, row]) => row.exportedBy.includes(app))
      .map(([name, row]) => `${name} ${row.type}`)
    expect(own.toSorted()).toEqual(expected.toSorted())
    expect(exported.length).toBeGreaterThan(own.length)
  })

  test('keep a registry of their own, so that two live in one process', async () => {
    const [one, other] = [createMetrics({ app: 'worker' }), createMetrics({ app: 'worker' })]
    one.jobFinished({ model: 'm', state: 'succeeded', failure: 'none' })
    expect(await linesOf(one, 'kiln_jobs_finished_total')).toHaveLength(1)
    expect(await linesOf(other, 'kiln_jobs_finished_total')).toEqual([])
  })
})

describe('what the API counts', () => {
  test('callbacks stand at 0 for every outcome before the first one', async () => {
    const metrics = createMetrics({ app: 'api' })
    const zeroes = CALLBACK_OUTCOMES.map((outcome) => `kiln_callbacks_total{outcome="${outcome}"} 0`)
    expect(await linesOf(metrics, 'kiln_callbacks_total')).toEqual(zeroes)
    metrics.callbackCame('hinted')
    expect(await linesOf(metrics, 'kiln_callbacks_total')).toContain(
      'kiln_callbacks_total{outcome="hinted"} 1',
    )
  })

  test('requests by the pattern of their route', async () => {
    const metrics = createMetrics({ app: 'api' })
    metrics.httpAnswered({ method: 'GET', route: '/v1/jobs/:id', status: 200, tookMs: 20 })
    metrics.httpAnswered({ method: 'BREW', route: undefined, status: 404, tookMs: 1 })
    const lines = await linesOf(metrics, 'http_request_duration_seconds_sum')
    expect(lines).toEqual([
      'http_request_duration_seconds_sum{method="GET",route="/v1/jobs/:id",status="200"} 0.02',
      'http_request_duration_seconds_sum{method="other",route="unmatched",status="404"} 0.001',
    ])
  })
})

describe('the figures of the ledger', () => {
  const LEDGER_ONLY = [
    'kiln_jobs',
    'kiln_gate_open',
    'kiln_credits_total',
    'kiln_credits_possibly_wasted_total',
    'kiln_jobs_unaccounted',
    'kiln_jobs_accepted_total',
    'kiln_stray_tasks_total',
    'kiln_redis_contract_ok',
  ]

  test('are absent before they are known: a 0 would be a lie', async () => {
    const metrics = createMetrics({ app: 'api' })
    for (const name of LEDGER_ONLY) expect(await linesOf(metrics, name)).toEqual([])
  })

  test('show every state and every gate', async () => {
    const metrics = createMetrics({ app: 'api' })
    metrics.setLedgerFigures(FIGURES)
    const states = await linesOf(metrics, 'kiln_jobs')
    expect(states).toHaveLength(STATE_NAMES.length)
    expect(states).toContain('kiln_jobs{state="running"} 3')
    const gates = await linesOf(metrics, 'kiln_gate_open')
    expect(gates).toHaveLength(GATES.length)
    expect(gates).toContain('kiln_gate_open{gate="credits"} 0')
    expect(gates).toContain('kiln_gate_open{gate="auth"} 1')
  })

  test.each([
    ['kiln_jobs_accepted_total', 9],
    ['kiln_stray_tasks_total', 1],
    ['kiln_workers', 2],
    ['kiln_oldest_queued_seconds', 12],
    ['kiln_submit_window_used', 17],
    ['kiln_submit_window_places', 20],
    ['kiln_poll_window_used', 2],
    ['kiln_poll_window_places', 3],
    ['kiln_jobs_unaccounted', 0],
    ['kiln_redis_lag_seconds', 0.002],
    ['kiln_redis_contract_ok', 1],
    ['kiln_redis_memory_max_bytes', 0],
    ['kiln_callback_last_seconds', 4],
    ['kiln_callback_health', 0.75],
    ['kiln_credits_left_seconds', 7_200],
  ])('show %s as %d', async (name, value) => {
    const metrics = createMetrics({ app: 'api' })
    metrics.setLedgerFigures(FIGURES)
    expect(await linesOf(metrics, name)).toEqual([`${name} ${value}`])
  })

  test('replace the ones before, and do not add up', async () => {
    const metrics = createMetrics({ app: 'api' })
    metrics.setLedgerFigures(FIGURES)
    metrics.setLedgerFigures({ ...FIGURES, single: { ...FIGURES.single, callbackLastSeconds: null } })
    expect(await linesOf(metrics, 'kiln_jobs_accepted_total')).toEqual(['kiln_jobs_accepted_total 9'])
    expect(await linesOf(metrics, 'kiln_credits_total')).toEqual([
      'kiln_credits_total{model="google/nano-banana",outcome="delivered"} 12.5',
      'kiln_credits_total{model="google/nano-banana",outcome="failed"} 0',
      'kiln_credits_total{model="google/nano-banana",outcome="wasted"} 0',
      'kiln_credits_total{model="google/nano-banana",outcome="rescued"} 0',
    ])
    expect(await linesOf(metrics, 'kiln_credits_possibly_wasted_total')).toEqual([
      'kiln_credits_possibly_wasted_total{model="google/nano-banana"} 8',
    ])
    expect(await linesOf(metrics, 'kiln_callback_last_seconds')).toEqual([])
  })

  test('are gone once the ledger cannot be read', async () => {
    const metrics = createMetrics({ app: 'api' })
    metrics.setLedgerFigures(FIGURES)
    metrics.setLedgerFigures(null)
    for (const name of LEDGER_ONLY) expect(await linesOf(metrics, name)).toEqual([])
  })
})

/** A timer of ours may run first in its turn of the loop, so the rest of the turn is waited for as well. */
const letSample = () => passMs(15).then(() => restOfTurn())

describe('what a worker counts', () => {
  test('waiting, tasks, lags and reads, in seconds', async () => {
    const metrics = createMetrics({ app: 'worker' })
    metrics.jobBegun({ model: 'm', waitedMs: 1_500 })
    metrics.verdictSeen({ model: 'm', taskMs: 96_000, lagMs: -20, reads: 4 })
    metrics.verdictSeen({ model: 'm', taskMs: null, lagMs: null, reads: 2 })
    const { body } = await metrics.render()
    expect(body).toContain('kiln_queue_wait_seconds_sum 1.5\n')
    expect(body).toContain('kiln_task_seconds_sum{model="m"} 96\n')
    expect(body).toContain('kiln_detection_lag_seconds_sum 0\n')
    expect(body).toContain('kiln_detection_lag_seconds_count 1\n')
    expect(body).toContain('kiln_polls_per_job_sum 6\n')
  })

  test('calls to KIE stand at 0 for every endpoint before the first one', async () => {
    const lines = await linesOf(createMetrics({ app: 'worker' }), 'kie_request_seconds_count')
    expect(lines).toContain('kie_request_seconds_count{endpoint="createTask"} 0')
  })

  test('verdicts of a model stand at 0 from its first job on, for every failure', async () => {
    const metrics = createMetrics({ app: 'worker' })
    metrics.jobBegun({ model: 'm', waitedMs: 1 })
    metrics.jobFinished({ model: 'm', state: 'failed', failure: 'upstreamError' })
    metrics.jobBegun({ model: 'm', waitedMs: 1 })
    const lines = await linesOf(metrics, 'kiln_jobs_finished_total')
    expect(lines).toHaveLength(2 + FAILURE_CLASSES.length)
    expect(lines).toContain('kiln_jobs_finished_total{model="m",state="succeeded",failure="none"} 0')
    expect(lines).toContain('kiln_jobs_finished_total{model="m",state="failed",failure="upstreamError"} 1')
    expect(await linesOf(metrics, 'kiln_task_seconds_count')).toEqual([
      'kiln_task_seconds_count{model="m"} 0',
    ])
  })

  test('webhooks stand at 0 until there are any', async () => {
    const lines = await linesOf(createMetrics({ app: 'worker' }), 'kiln_webhooks_total')
    expect(lines).toEqual(WEBHOOK_OUTCOMES.map((outcome) => `kiln_webhooks_total{outcome="${outcome}"} 0`))
  })

  test('answers that an operator looks for by code stand at 0 before the first', async () => {
    const lines = await linesOf(createMetrics({ app: 'worker' }), 'kie_responses_total')
    for (const code of ['402', '429', '501']) {
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`endpoint="createTask",code="${code}".* 0$`)),
      )
    }
  })

  test('no label holds what a peer made up', async () => {
    const metrics = createMetrics({ app: 'worker' })
    const took = { endpoint: 'createTask', class: 'unknown', tookMs: 480 } as const
    for (const code of ['429', 'ECONNRESET', '12345678', 'a fox in the snow', ''])
      metrics.kieAnswered({ ...took, code })
    metrics.jobFinished({ model: 'a fox in the snow', state: 'failed', failure: 'invalidInput' })
    const counted = (await linesOf(metrics, 'kie_responses_total')).filter((line) => !line.endsWith(' 0'))
    expect(counted.toSorted()).toEqual([
      'kie_responses_total{endpoint="createTask",code="429",class="unknown"} 1',
      'kie_responses_total{endpoint="createTask",code="ECONNRESET",class="unknown"} 1',
      'kie_responses_total{endpoint="createTask",code="other",class="unknown"} 3',
    ])
    expect(await linesOf(metrics, 'kiln_jobs_finished_total')).toEqual([
      'kiln_jobs_finished_total{model="other",state="failed",failure="invalidInput"} 1',
    ])
  })

  test('a stall of the event loop shows in the next scrape, and only there', async () => {
    const metrics = createMetrics({ app: 'worker' })
    await metrics.render()
    const lag = async () => Number((await linesOf(metrics, 'kiln_event_loop_lag_seconds'))[0]?.split(' ')[1])
    // The lag is that of the real loop: its sampler must run once before the stall, and once after.
    await letSample()
    const until = performance.now() + 300
    while (performance.now() < until);
    await letSample()
    expect(await lag()).toBeGreaterThan(0.25)
    expect(await lag()).toBeLessThan(0.25)
  })
})

describe('names of metrics', () => {
  test.each(all.map(([name, row]) => ({ name, row })))('$name ends as its type asks', ({ name, row }) => {
    expect(name.endsWith('_total')).toBe(row.type === 'counter')
    expect(row.type === 'histogram').toBe(row.buckets !== undefined)
  })
})
