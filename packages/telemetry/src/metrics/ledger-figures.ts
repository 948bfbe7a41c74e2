import type { Gate, State } from '@kiln/lifecycle'
import {
  CREDIT_OUTCOMES,
  modelLabel,
  type CreditOutcome,
  type DoorbellState,
  type ParkedLabel,
} from './labels.ts'
import type { Instruments } from './registry.ts'

/** What the ledger knows of the whole installation, at one moment. */
export interface LedgerFigures {
  states: Readonly<Record<State, number>>
  parked: Readonly<Record<ParkedLabel, number>>
  doorbells: Readonly<Record<DoorbellState, number>>
  gates: Readonly<Record<Gate, 'open' | 'closed'>>
  credits: readonly { model: string; outcome: CreditOutcome; credits: number }[]
  /** What written-off jobs may have cost. */
  possiblyWasted: readonly { model: string; credits: number }[]
  /** What keys may spend in a day, and have. */
  budgets: readonly { key: string; credits: number; spent: number }[]
  accepted: number
  strayTasks: number
  /** Figures without labels; null where there is nothing to tell. */
  single: Readonly<Record<SingleFigure, number | null>>
}

/** Each figure of one value, and the metric that shows it. */
const SINGLE = {
  oldestQueuedSeconds: 'kiln_oldest_queued_seconds',
  workers: 'kiln_workers',
  /** Places in use, out of the limit's count. */
  submitWindowUsed: 'kiln_submit_window_used',
  submitWindowPlaces: 'kiln_submit_window_places',
  pollWindowUsed: 'kiln_poll_window_used',
  pollWindowPlaces: 'kiln_poll_window_places',
  /** Accepted, and in no state. */
  unaccounted: 'kiln_jobs_unaccounted',
  redisLagSeconds: 'kiln_redis_lag_seconds',
  redisContractOk: 'kiln_redis_contract_ok',
  redisMemoryBytes: 'kiln_redis_memory_bytes',
  redisMemoryMaxBytes: 'kiln_redis_memory_max_bytes',
  callbackLastSeconds: 'kiln_callback_last_seconds',
  /** The share of the last verdicts that a callback announced. */
  callbackHealth: 'kiln_callback_health',
  creditsBalance: 'kiln_credits_balance',
  creditsLeftSeconds: 'kiln_credits_left_seconds',
  /** Of the worker that is off most. */
  clockSkewSeconds: 'kiln_clock_skew_seconds',
} as const
type SingleFigure = keyof typeof SINGLE

type SetLedgerFigures = (figures: LedgerFigures | null) => void

/**
 * Answers the function that sets the figures all at once. Before the first call, and after
 * null, there are none: a figure that nobody can read any more is worse than a gap.
 */
export function createLedgerMetrics({ gauge, counter }: Instruments<'api'>): SetLedgerFigures {
  const jobs = gauge('kiln_jobs')
  const parked = gauge('kiln_jobs_parked')
  const doorbells = gauge('kiln_doorbells')
  const gates = gauge('kiln_gate_open')
  const credits = counter('kiln_credits_total')
  const possiblyWasted = counter('kiln_credits_possibly_wasted_total')
  const budgets = gauge('kiln_budget_credits')
  const spent = gauge('kiln_budget_spent_credits')
  const accepted = counter('kiln_jobs_accepted_total')
  const strayTasks = counter('kiln_stray_tasks_total')
  const labelled = [jobs, parked, doorbells, gates, credits, possiblyWasted, budgets, spent]
  const single = Object.entries(SINGLE).map(([figure, name]) => ({
    figure: figure as SingleFigure,
    metric: gauge(name),
  }))

  function clear(): void {
    for (const metric of labelled) metric.reset()
    for (const metric of [accepted, strayTasks, ...single.map((one) => one.metric)]) metric.remove()
  }

  function fill(figures: LedgerFigures): void {
    for (const [state, count] of Object.entries(figures.states)) jobs.set({ state }, count)
    for (const [reason, count] of Object.entries(figures.parked)) parked.set({ reason }, count)
    for (const [state, count] of Object.entries(figures.doorbells)) doorbells.set({ state }, count)
    for (const [gate, stands] of Object.entries(figures.gates)) gates.set({ gate }, stands === 'open' ? 1 : 0)
    for (const { model, outcome, credits: sum } of completeCredits(figures.credits)) {
      credits.inc({ model, outcome }, sum)
    }
    for (const budget of figures.budgets) {
      budgets.set({ key: budget.key }, budget.credits)
      spent.set({ key: budget.key }, budget.spent)
    }
    accepted.inc(figures.accepted)
    strayTasks.inc(figures.strayTasks)
    for (const { figure, metric } of single) {
      const value = figures.single[figure]
      if (value !== null) metric.set(value)
    }
    for (const row of figures.possiblyWasted)
      possiblyWasted.inc({ model: modelLabel(row.model) }, row.credits)
  }

  clear()
  return (figures) => {
    clear()
    if (figures !== null) fill(figures)
  }
}

/** A row for every outcome of every model that has one. */
function completeCredits(rows: LedgerFigures['credits']): LedgerFigures['credits'] {
  const models = new Set(rows.map(({ model }) => model))
  const zeroes = [...models].flatMap((model) =>
    CREDIT_OUTCOMES.map((outcome) => ({ model, outcome, credits: 0 })),
  )
  return [...zeroes, ...rows].map((row) => ({ ...row, model: modelLabel(row.model) }))
}
