import type { EndedState, Gate } from '@kiln/lifecycle'
import { kilnVersion } from '../kiln-version.ts'
import { watchEventLoopLag } from './event-loop-lag.ts'
import {
  AWAITED_RESPONSES,
  codeLabel,
  FAILURE_LABELS,
  methodLabel,
  modelLabel,
  type CallbackOutcome,
  type FailureLabel,
  type KieEndpoint,
  type ResponseClass,
} from './labels.ts'
import { createLedgerMetrics, type LedgerFigures } from './ledger-figures.ts'
import { createInstruments, type Instruments } from './registry.ts'
import type { App } from './table.ts'

/** What every process counts. */
interface SharedMetrics {
  /** A verdict was written; `failure` is `none` unless the state is failed. */
  jobFinished: (verdict: { model: string; state: EndedState; failure: FailureLabel }) => void
  /** KIE answered, or did not: then `code` is the connection's error. */
  kieAnswered: (answer: { endpoint: KieEndpoint; code: string; class: ResponseClass; tookMs: number }) => void
  /** A gate opened that had been closed for so long. */
  gateHeld: (held: { gate: Gate; heldMs: number }) => void
  render: () => Promise<{ contentType: string; body: string }>
}

export interface ApiMetrics extends SharedMetrics {
  callbackCame: (outcome: CallbackOutcome) => void
  /** `route` is the pattern of the route that matched, never the path; undefined when none did. */
  httpAnswered: (answer: {
    method: string
    route: string | undefined
    status: number
    tookMs: number
  }) => void
  /** Null once the ledger cannot be read. */
  setLedgerFigures: (figures: LedgerFigures | null) => void
}

export interface WorkerMetrics extends SharedMetrics {
  /** The job's first attempt goes out. */
  jobBegun: (job: { model: string; waitedMs: number }) => void
  /** `taskMs` and `lagMs` are null when KIE gave no times. */
  verdictSeen: (verdict: {
    model: string
    taskMs: number | null
    lagMs: number | null
    reads: number
  }) => void
}

/** The metrics of one process, in a registry of its own. */
export function createMetrics(options: { app: 'api' }): ApiMetrics
export function createMetrics(options: { app: 'worker' }): WorkerMetrics
export function createMetrics({ app }: { app: App }): ApiMetrics | WorkerMetrics {
  return app === 'api' ? createApiMetrics() : createWorkerMetrics()
}

function createApiMetrics(): ApiMetrics {
  const instruments = createInstruments<'api'>()
  const callbacks = instruments.counter('kiln_callbacks_total')
  const requests = instruments.histogram('http_request_duration_seconds')
  const { expectModel: _, ...shared } = createSharedMetrics(instruments)
  return {
    ...shared,
    callbackCame: (outcome) => callbacks.inc({ outcome }),
    httpAnswered: ({ method, route = 'unmatched', status, tookMs }) =>
      requests.observe({ method: methodLabel(method), route, status: String(status) }, toSeconds(tookMs)),
    setLedgerFigures: createLedgerMetrics(instruments),
  }
}

function createWorkerMetrics(): WorkerMetrics {
  const instruments = createInstruments<'worker'>()
  const queueWait = instruments.histogram('kiln_queue_wait_seconds')
  const taskTime = instruments.histogram('kiln_task_seconds')
  const detectionLag = instruments.histogram('kiln_detection_lag_seconds')
  const polls = instruments.histogram('kiln_polls_per_job')
  instruments.counter('kiln_webhooks_total')
  const { expectModel, ...shared } = createSharedMetrics(instruments)
  const known = new Set<string>()
  return {
    ...shared,
    jobBegun({ model, waitedMs }) {
      queueWait.observe(toSeconds(waitedMs))
      const label = modelLabel(model)
      if (known.has(label)) return
      known.add(label)
      expectModel(label)
      taskTime.zero({ model: label })
    },
    verdictSeen: ({ model, taskMs, lagMs, reads }) => {
      if (taskMs !== null) taskTime.observe({ model: modelLabel(model) }, toSeconds(taskMs))
      if (lagMs !== null) detectionLag.observe(toSeconds(lagMs))
      polls.observe(reads)
    },
  }
}

interface ExpectsModels {
  /** The first verdict of a model must be a step up from 0, or no rate sees it. */
  expectModel: (label: string) => void
}

function createSharedMetrics(instruments: Instruments<'api' | 'worker'>): SharedMetrics & ExpectsModels {
  const finished = instruments.counter('kiln_jobs_finished_total')
  const responses = instruments.counter('kie_responses_total')
  const requestTime = instruments.histogram('kie_request_seconds')
  const gateSeconds = instruments.counter('kiln_gate_seconds_total')
  instruments.gauge('kiln_build_info').set({ version: kilnVersion() }, 1)
  for (const labels of AWAITED_RESPONSES) responses.inc({ ...labels }, 0)
  watchEventLoopLag(instruments)
  return {
    expectModel(model) {
      finished.inc({ model, state: 'succeeded', failure: 'none' }, 0)
      finished.inc({ model, state: 'canceled', failure: 'none' }, 0)
      for (const failure of FAILURE_LABELS) {
        if (failure !== 'none') finished.inc({ model, state: 'failed', failure }, 0)
      }
    },
    jobFinished: ({ model, state, failure }) => finished.inc({ model: modelLabel(model), state, failure }),
    kieAnswered: ({ endpoint, code, class: responseClass, tookMs }) => {
      responses.inc({ endpoint, code: codeLabel(code), class: responseClass })
      requestTime.observe({ endpoint }, toSeconds(tookMs))
    },
    gateHeld: ({ gate, heldMs }) => gateSeconds.inc({ gate }, toSeconds(heldMs)),
    render: instruments.render,
  }
}

/** Times of two machines may differ by more than what lies between them: never below nothing. */
const toSeconds = (ms: number): number => Math.max(0, ms) / 1_000
