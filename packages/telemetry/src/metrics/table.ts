import { ENDED_STATES, GATES, STATE_NAMES } from '@kiln/lifecycle'
import {
  CALLBACK_OUTCOMES,
  CREDIT_OUTCOMES,
  DOORBELL_STATES,
  FAILURE_LABELS,
  KIE_ENDPOINTS,
  PARKED_LABELS,
  RESPONSE_CLASSES,
  WEBHOOK_OUTCOMES,
} from './labels.ts'

export type App = 'api' | 'worker'

export interface MetricRow {
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  /** The values a label may take; in words where they are not known beforehand. */
  labels: Readonly<Record<string, readonly string[] | string>>
  /** Upper bounds of a histogram. */
  buckets?: readonly number[]
  exportedBy: readonly App[]
}

const MODEL = 'a model id'
const KEY = 'the name of an API key'
const BOTH = ['api', 'worker'] as const
const API = ['api'] as const
const WORKER = ['worker'] as const

/** Every metric of kiln's own. The names are a contract with the dashboards. */
export const METRICS = {
  kiln_jobs: {
    type: 'gauge',
    help: 'Jobs in each state.',
    labels: { state: STATE_NAMES },
    exportedBy: API,
  },
  kiln_jobs_accepted_total: {
    type: 'counter',
    help: 'Jobs that got a 202.',
    labels: {},
    exportedBy: API,
  },
  kiln_jobs_parked: {
    type: 'gauge',
    help: 'Jobs that need a person, by why; of the newest 1,000, the others are `uncounted`.',
    labels: { reason: PARKED_LABELS },
    exportedBy: API,
  },
  kiln_oldest_queued_seconds: {
    type: 'gauge',
    help: 'How long the oldest queued job has waited; 0 while none waits.',
    labels: {},
    exportedBy: API,
  },
  kiln_doorbells: {
    type: 'gauge',
    help: 'Jobs of the BullMQ queue `submit`: rung and not yet taken, and being worked on.',
    labels: { state: DOORBELL_STATES },
    exportedBy: API,
  },
  kiln_workers: {
    type: 'gauge',
    help: 'Workers that gave a sign in the last 30 s.',
    labels: {},
    exportedBy: API,
  },
  kiln_gate_open: {
    type: 'gauge',
    help: '1 while the gate lets jobs pass, 0 while it holds them.',
    labels: { gate: GATES },
    exportedBy: API,
  },
  kiln_submit_window_used: {
    type: 'gauge',
    help: 'Places of the creation window in use, out of the count in KILN_SUBMIT_LIMIT.',
    labels: {},
    exportedBy: API,
  },
  kiln_submit_window_places: {
    type: 'gauge',
    help: 'Places of the creation window: the count in KILN_SUBMIT_LIMIT.',
    labels: {},
    exportedBy: API,
  },
  kiln_poll_window_used: {
    type: 'gauge',
    help: 'Places of the read window in use, out of the count in KILN_POLL_LIMIT.',
    labels: {},
    exportedBy: API,
  },
  kiln_poll_window_places: {
    type: 'gauge',
    help: 'Places of the read window: the count in KILN_POLL_LIMIT.',
    labels: {},
    exportedBy: API,
  },
  kiln_credits_total: {
    type: 'counter',
    help: 'Credits charged, by what they brought; `rescued`: a result after the limit, of a parked job, or after a failure.',
    labels: { model: MODEL, outcome: CREDIT_OUTCOMES },
    exportedBy: API,
  },
  kiln_credits_possibly_wasted_total: {
    type: 'counter',
    help: 'The most that written-off jobs may have cost; nobody knows whether they were charged.',
    labels: { model: MODEL },
    exportedBy: API,
  },
  kiln_credits_balance: {
    type: 'gauge',
    help: 'Credits left, as KIE told them last; absent while nobody has asked.',
    labels: {},
    exportedBy: API,
  },
  kiln_credits_left_seconds: {
    type: 'gauge',
    help: 'When the balance is gone at the rate of the last looks at it; absent while nothing is spent.',
    labels: {},
    exportedBy: API,
  },
  kiln_budget_credits: {
    type: 'gauge',
    help: 'What an API key may spend in a day (KILN_BUDGET_PER_DAY); absent for keys without a budget.',
    labels: { key: KEY },
    exportedBy: API,
  },
  kiln_budget_spent_credits: {
    type: 'gauge',
    help: 'What it has spent today (UTC), with what is reserved for jobs under way.',
    labels: { key: KEY },
    exportedBy: API,
  },
  kiln_stray_tasks_total: {
    type: 'counter',
    help: 'Paid tasks that no job had a place for. Each is a charge too many.',
    labels: {},
    exportedBy: API,
  },
  kiln_clock_skew_seconds: {
    type: 'gauge',
    help: "The most that the clock of a living worker is off Redis'; absent without a worker.",
    labels: {},
    exportedBy: API,
  },
  kiln_jobs_unaccounted: {
    type: 'gauge',
    help: 'Jobs accepted that are in no state. Anything but 0 is a fault of kiln.',
    labels: {},
    exportedBy: API,
  },
  kiln_redis_lag_seconds: {
    type: 'gauge',
    help: 'How long Redis took to answer when these figures were read.',
    labels: {},
    exportedBy: API,
  },
  kiln_redis_contract_ok: {
    type: 'gauge',
    help: '1 while Redis keeps what it is given, as KILN_REDIS_CONTRACT asks; else 0.',
    labels: {},
    exportedBy: API,
  },
  kiln_redis_memory_bytes: {
    type: 'gauge',
    help: 'Memory that Redis uses; absent where it does not tell.',
    labels: {},
    exportedBy: API,
  },
  kiln_redis_memory_max_bytes: {
    type: 'gauge',
    help: 'Memory that Redis may use (maxmemory); 0 where nothing limits it.',
    labels: {},
    exportedBy: API,
  },
  kiln_callback_last_seconds: {
    type: 'gauge',
    help: 'Seconds since the last callback from KIE; absent while none ever came, or KIE_CALLBACK_URL is unset.',
    labels: {},
    exportedBy: API,
  },
  kiln_callback_health: {
    type: 'gauge',
    help: 'How many of the last verdicts a callback announced, 0 to 1: so far reads wait for callbacks.',
    labels: {},
    exportedBy: API,
  },
  kiln_jobs_finished_total: {
    type: 'counter',
    help: 'Verdicts written by this process.',
    labels: { model: MODEL, state: ENDED_STATES, failure: FAILURE_LABELS },
    exportedBy: BOTH,
  },
  kie_responses_total: {
    type: 'counter',
    help: "KIE's answers, and calls that got none, by code and by what kiln made of them.",
    labels: {
      endpoint: KIE_ENDPOINTS,
      code: 'three digits, a connection error, `none` or `other`',
      class: RESPONSE_CLASSES,
    },
    exportedBy: BOTH,
  },
  kie_request_seconds: {
    type: 'histogram',
    help: 'Time that calls to KIE took, from the request to the last byte.',
    labels: { endpoint: KIE_ENDPOINTS },
    buckets: [0.1, 0.25, 0.5, 0.75, 1, 2, 5, 10, 30],
    exportedBy: BOTH,
  },
  kiln_gate_seconds_total: {
    type: 'counter',
    help: 'Seconds for which a gate was closed, counted when it opened by the process that opened it.',
    labels: { gate: GATES },
    exportedBy: BOTH,
  },
  kiln_queue_wait_seconds: {
    type: 'histogram',
    help: 'Time from acceptance to createTask.',
    labels: {},
    buckets: [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400],
    exportedBy: WORKER,
  },
  kiln_task_seconds: {
    type: 'histogram',
    help: "KIE's time for a task, from its creation to its completion.",
    labels: { model: MODEL },
    buckets: [5, 10, 20, 30, 60, 90, 120, 180, 300, 600, 900, 3_600],
    exportedBy: WORKER,
  },
  kiln_detection_lag_seconds: {
    type: 'histogram',
    help: "Time from a task's completion at KIE to the verdict here.",
    labels: {},
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 300, 3_600],
    exportedBy: WORKER,
  },
  kiln_polls_per_job: {
    type: 'histogram',
    help: 'Status reads that a verdict took.',
    labels: {},
    buckets: [1, 2, 3, 5, 8, 13, 21, 34, 55],
    exportedBy: WORKER,
  },
  kiln_callbacks_total: {
    type: 'counter',
    help: 'Callbacks from KIE, by what became of them.',
    labels: { outcome: CALLBACK_OUTCOMES },
    exportedBy: API,
  },
  kiln_webhooks_total: {
    type: 'counter',
    help: 'Tries to deliver a webhook, by what became of them. Stands at 0: there are no webhooks yet.',
    labels: { outcome: WEBHOOK_OUTCOMES },
    exportedBy: WORKER,
  },
  kiln_build_info: {
    type: 'gauge',
    help: 'Always 1; the version of kiln stands in the label.',
    labels: { version: 'as in package.json' },
    exportedBy: BOTH,
  },
  kiln_event_loop_lag_seconds: {
    type: 'gauge',
    help: 'How late timers ran since the last scrape, 99th percentile.',
    labels: {},
    exportedBy: BOTH,
  },
  http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time to answer a request, by the pattern of its route.',
    labels: { method: 'the HTTP method', route: 'the pattern, or `unmatched`', status: 'three digits' },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    exportedBy: API,
  },
} as const satisfies Record<string, MetricRow>

export type MetricName = keyof typeof METRICS
