import type { Gate, State } from '@kiln/lifecycle'
import { CREDIT_OUTCOMES, modelLabel, type CreditOutcome } from './labels.ts'
import type { Instruments } from './registry.ts'

/** What the ledger knows of the whole installation, at one moment. */
export interface LedgerFigures {
  states: Readonly<Record<State, number>>
  gates: Readonly<Record<Gate, 'open' | 'closed'>>
  /** Places in use, out of the limit's count. */
  submitWindowUsed: number
  pollWindowUsed: number
  credits: readonly { model: string; outcome: CreditOutcome; credits: number }[]
  /** What written-off jobs may have cost. */
  possiblyWasted: readonly { model: string; credits: number }[]
  /** Accepted, and in no state. */
  unaccounted: number
  redisLagSeconds: number
  redisContractOk: boolean
  /** Age of the last callback; null while none ever came. */
  callbackLastSeconds: number | null
  /** The share of the last verdicts that a callback announced. */
  callbackHealth: number
  /** null until KIE told it. */
  creditsBalance: number | null
  /** Of the worker that is off most; null without one. */
  clockSkewSeconds: number | null
}

type SetLedgerFigures = (figures: LedgerFigures | null) => void

/**
 * Answers the function that sets the figures all at once. Before the first call, and after
 * null, there are none: a figure that nobody can read any more is worse than a gap.
 */
export function createLedgerMetrics({ gauge, counter }: Instruments<'api'>): SetLedgerFigures {
  const perState = gauge('kiln_jobs')
  const perGate = gauge('kiln_gate_open')
  const credits = counter('kiln_credits_total')
  const possiblyWasted = counter('kiln_credits_possibly_wasted_total')
  const single = {
    submitWindowUsed: gauge('kiln_submit_window_used'),
    pollWindowUsed: gauge('kiln_poll_window_used'),
    unaccounted: gauge('kiln_jobs_unaccounted'),
    redisLag: gauge('kiln_redis_lag_seconds'),
    contractOk: gauge('kiln_redis_contract_ok'),
    callbackLast: gauge('kiln_callback_last_seconds'),
    callbackHealth: gauge('kiln_callback_health'),
    creditsBalance: gauge('kiln_credits_balance'),
    clockSkew: gauge('kiln_clock_skew_seconds'),
  }

  function clear(): void {
    for (const metric of [perState, perGate, credits, possiblyWasted]) metric.reset()
    for (const metric of Object.values(single)) metric.remove()
  }

  function fill(figures: LedgerFigures): void {
    for (const [state, count] of Object.entries(figures.states)) perState.set({ state }, count)
    for (const [gate, stands] of Object.entries(figures.gates))
      perGate.set({ gate }, stands === 'open' ? 1 : 0)
    for (const row of completeCredits(figures.credits)) {
      credits.inc({ model: row.model, outcome: row.outcome }, row.credits)
    }
    for (const row of figures.possiblyWasted)
      possiblyWasted.inc({ model: modelLabel(row.model) }, row.credits)
    single.submitWindowUsed.set(figures.submitWindowUsed)
    single.pollWindowUsed.set(figures.pollWindowUsed)
    single.unaccounted.set(figures.unaccounted)
    single.redisLag.set(figures.redisLagSeconds)
    single.contractOk.set(figures.redisContractOk ? 1 : 0)
    if (figures.callbackLastSeconds !== null) single.callbackLast.set(figures.callbackLastSeconds)
    single.callbackHealth.set(figures.callbackHealth)
    if (figures.creditsBalance !== null) single.creditsBalance.set(figures.creditsBalance)
    if (figures.clockSkewSeconds !== null) single.clockSkew.set(figures.clockSkewSeconds)
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
