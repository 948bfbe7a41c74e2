import type { Gate, JobEvent, State } from '@kiln/lifecycle'
import type { BatchLedger } from './batches/batch-ledger.ts'
import type { BalanceSample } from './credits/balance.ts'
import type { CreditForecast } from './credits/forecast.ts'
import type { JobRecord, NewJob } from './record.ts'
import type { KnownRunTimes } from './show/run-times.ts'
import type { WorkerSeen } from './system/workers.ts'

/** What the HTTP side needs of the ledger. Times are Redis time in milliseconds. */
export interface JobLedger {
  batches: BatchLedger
  /** Writes the job, or finds the one that the same idempotency key made before. */
  accept(job: NewJob, idempotency: Idempotency | null): Promise<AcceptOutcome>
  read(id: string): Promise<JobRecord | null>
  /** Newest first; `cursor` is the `seq` of the last job seen. */
  list(query: JobQuery): Promise<JobPage>
  timeline(id: string): Promise<TimelineEntry[]>
  /** For queued jobs: the first gate that holds each; ids without an entry are not waiting. */
  waitingFor(jobs: readonly JobRecord[]): Promise<Map<string, WaitingFor>>
  /** How long the last runs of these models took. */
  runTimes(models: readonly string[]): Promise<KnownRunTimes>
  cancel(id: string): Promise<CancelOutcome>
  /** Stores what a callback said as a hint; one read of KIE decides. */
  hint(hint: CallbackHint): Promise<'stored' | 'ignored' | 'unknownToken'>
  figures(): Promise<LedgerSnapshot>
  /** How fast the credits go; null while it is not known. */
  creditForecast(): Promise<CreditForecast | null>
  /** Closes the gate `paused`, for all or for one model, in the name of whoever asks. */
  pause(scope: PauseScope, by: string): Promise<Paused>
  /** Opens it. What a rollback lost is given up when all are resumed. */
  resume(scope: PauseScope): Promise<Resumed>
}

export type PauseScope = 'submit' | `model:${string}`

export interface Paused {
  /** Of the weightier cause, where the gate was closed already. */
  cause: string
  since: number
}

export interface Resumed {
  /** How many intents a rolled back ledger lacked; else 0. */
  missingIntents: number
}

export interface Idempotency {
  /** Hash of the caller's key; the key itself never becomes part of a Redis key. */
  keyHash: string
  /** Hash of the canonical body. */
  fingerprint: string
  ttlMs: number
}

export type AcceptOutcome =
  | { kind: 'accepted'; job: JobRecord }
  | { kind: 'replayed'; job: JobRecord }
  | { kind: 'conflict' }
  /** Its key has as many queued as it may; so many would have to go first. */
  | { kind: 'queueFull'; beyond: number }

export interface JobQuery {
  tenant: string | null
  state?: State
  model?: string
  failure?: string
  batchId?: string
  customId?: string
  since?: number
  until?: number
  cursor?: number
  limit: number
}

export interface JobPage {
  jobs: JobRecord[]
  nextCursor: number | null
}

export interface TimelineEntry {
  at: number
  event: JobEvent | 'accepted' | 'waited' | 'callback' | 'read' | 'strayTask'
  from?: State
  to?: State
  attempt?: number
  /** Gate, class, code, message, cause: whatever explains the entry; never a token. */
  detail?: Record<string, string | number>
}

/** Why a job waits, as data: whoever shows it chooses the words. */
export type WaitReason =
  /** In the words of whoever closed the gate: KIE, an operator, kiln. */
  | { kind: 'closed'; cause: string }
  /** A pause before the next attempt. */
  | { kind: 'pause' }
  | { kind: 'windowFull'; places: number }
  /** A gate has just opened, and calls are let through a few at a time. */
  | { kind: 'slowStart' }
  | { kind: 'turn' }
  /** The account cannot pay for it, by the last look at the balance. */
  | { kind: 'creditsShort' }
  /** What is left of its batch's budget does not pay for it. */
  | { kind: 'batchBudgetSpent' }
  /** The key has spent what it may in a day. */
  | { kind: 'budgetSpent' }
  /** It may cost more than the key may spend in a day, or nobody can say how much. */
  | { kind: 'neverWithinBudget' }
  /** As a job is answered the moment it was accepted. */
  | { kind: 'accepted' }

export interface WaitingFor {
  gate: Gate
  reason: WaitReason
  since: number
  until: number | null
  position: number | null
}

export type CancelOutcome =
  | { kind: 'canceled'; job: JobRecord }
  | { kind: 'requested'; job: JobRecord }
  | { kind: 'refused'; job: JobRecord }
  | { kind: 'notFound' }

export interface CallbackHint {
  jobId: string
  attempt: number
  secret: string
  taskId: string | null
  claimsSuccess: boolean
}

export interface LedgerSnapshot {
  states: Record<State, number>
  accepted: number
  /** Closed gates only; a model's own gate is `model:<id>`. */
  closedGates: {
    gate: string
    since: number
    /** When it opens by itself, or lets the next probe pass. */
    until: number | null
    /** Whether one job at a time passes after that, until KIE answers well. */
    probes: boolean
    cause: string
    jobsHeld: number
  }[]
  submitWindowUsed: number
  /** Calls that may be without an answer while a gate has just opened; null when as many as the window has. */
  slowStart: number | null
  /** The shortest createTask call ever seen; null before the first. */
  shortestCallMs: number | null
  pollWindowUsed: number
  credits: { model: string; outcome: 'delivered' | 'failed' | 'wasted' | 'rescued'; credits: number }[]
  lastCallbackAt: number | null
  /** The share of the last verdicts that a callback announced, 0 to 1. */
  callbackHealth: number
  /** What KIE said was left; null until somebody asked. */
  balance: BalanceSample | null
  workers: WorkerSeen[]
  strayTasks: number
  now: number
}
