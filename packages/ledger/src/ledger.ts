import type { Gate, JobEvent, State, TaskResult } from '@kiln/lifecycle'
import type {
  ActOutcome,
  Actor,
  CallbackSigns,
  JobForAct,
  ReadPlace,
  RequeueRequest,
  Seen,
} from './acts/acts.ts'
import type { AuditPage, AuditQuery } from './acts/audit-page.ts'
import type { BatchLedger } from './batches/batch-ledger.ts'
import type { BulkLedger } from './bulk/bulk-ledger.ts'
import type { BalanceSample } from './credits/balance.ts'
import type { FailurePage, FailureQuery } from './failures/list-failures.ts'
import type { CreditForecast } from './credits/forecast.ts'
import type { KeyLedger } from './access/key-ledger.ts'
import type { Detail } from './moved.ts'
import type { JobRecord, NewJob, ParkedReason } from './record.ts'
import type { KnownRunTimes } from './show/run-times.ts'
import type { WorkerSeen } from './system/workers.ts'
import type { ReadEvidence, ReadNote, ReadTask } from './watch/record-read.ts'
import type { Moved } from './moved.ts'

/** What the HTTP side needs of the ledger. Times are Redis time in milliseconds. */
export interface JobLedger {
  batches: BatchLedger
  /** Writes the job, or finds the one that the same idempotency key made before. */
  accept(job: NewJob, idempotency: Idempotency | null): Promise<AcceptOutcome>
  /** What a call with this key was answered before; null when there was none. */
  replay(idempotency: Idempotency): Promise<ReplayOutcome | null>
  read(id: string): Promise<JobRecord | null>
  /** Newest first; `cursor` is the `seq` of the last job seen. */
  list(query: JobQuery): Promise<JobPage>
  /** Failed jobs by what caused them. */
  failures(query: FailureQuery): Promise<FailurePage>
  bulk: BulkLedger
  timeline(id: string): Promise<TimelineEntry[]>
  /** All that is known of a job, in one round trip; null where there is none. */
  history(id: string): Promise<JobHistory | null>
  /** For queued jobs: the first gate that holds each; ids without an entry are not waiting. */
  waitingFor(jobs: readonly JobRecord[]): Promise<Map<string, WaitingFor>>
  /** How long the last runs of these models took. */
  runTimes(models: readonly string[]): Promise<KnownRunTimes>
  /** `by` stands in the audit. */
  cancel(id: string, by?: string): Promise<CancelOutcome>
  acts: OperatorActs
  /** How likely a callback is still to come. */
  callbackSigns(): Promise<CallbackSigns>
  /** Stores what a callback said as a hint; one read of KIE decides. */
  hint(hint: CallbackHint): Promise<HintOutcome>
  figures(): Promise<LedgerSnapshot>
  /** What these tenants have spent in the day of `now`, with what is reserved. */
  spentToday(tenants: readonly string[], now: number): Promise<Map<string, number>>
  /** How fast the credits go; null while it is not known. */
  creditForecast(): Promise<CreditForecast | null>
  /** Closes the gate `paused`, for all or for one model, in the name of whoever asks. */
  pause(scope: PauseScope, by: string): Promise<Paused>
  /** Opens it. What a rollback lost is given up when all are resumed. */
  resume(scope: PauseScope, by?: string): Promise<Resumed>
  keys: KeyLedger
  /** What people did, the newest first. */
  auditPage(query: AuditQuery): Promise<AuditPage>
}

/** What an operator does to one job. Each is compared with what was read: of two people one comes first. */
export interface OperatorActs {
  read(id: string): Promise<JobForAct | null>
  /** One try to get a place in the read meter, before the reads of the watch, held free for `waitMs`. */
  takeRead(seen: Seen, asker: string, waitMs: number): Promise<ReadPlace>
  requeue(found: JobForAct, request: RequeueRequest): Promise<ActOutcome>
  adopt(
    found: JobForAct,
    by: Actor,
    success: { result: TaskResult; credits: number | null },
    evidence: ReadEvidence,
  ): Promise<ActOutcome>
  resume(found: JobForAct, by: Actor, evidence: ReadEvidence): Promise<ActOutcome>
  bind(
    found: JobForAct,
    bind: { by: string; act: 'bind' | 'adopt' | 'resume'; taskId: string },
    evidence: ReadEvidence,
  ): Promise<ActOutcome>
  writeOff(found: JobForAct, by: string): Promise<ActOutcome>
  /** Ends a queued job, and marks one that was sent. */
  cancel(found: JobForAct, by: Actor): Promise<ActOutcome>
  /** What the read that an act began with says of a task that is watched since. */
  settle(task: ReadTask, note: ReadNote): Promise<Moved>
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

export type ReplayOutcome = Extract<AcceptOutcome, { kind: 'replayed' | 'conflict' }>

export interface JobQuery {
  tenant: string | null
  state?: State
  model?: string
  failure?: string
  /** The id of a group of failures. */
  cause?: string
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

/** What a timeline tells besides the events of a job's life. */
type TimelineNote =
  | 'accepted'
  /** Told to wait when its turn had come. */
  | 'waited'
  /** A gate that held it in its lane, told when it leaves. */
  | 'held'
  /** createTask was answered when that changed nothing any more. */
  | 'answered'
  | 'callback'
  /** What KIE said of the task that a callback named. */
  | 'callbackChecked'
  | 'read'
  | 'strayTask'
  /** Stands for entries that there was no room for. */
  | 'omitted'

export interface JobHistory {
  job: JobRecord
  /** Every attempt that was begun, in order. */
  attempts: AttemptRecord[]
  timeline: TimelineEntry[]
}

export interface AttemptRecord {
  attempt: number
  taskId: string | null
  /** Credits that KIE said it took; null while it has not said. */
  credits: number | null
  /** What it was begun with, where a person edited the input since; null: the job's own. */
  input: Record<string, unknown> | null
}

export interface TimelineEntry {
  at: number
  event: JobEvent | TimelineNote
  from?: State
  to?: State
  attempt?: number
  /** Gate, class, code, message, cause: whatever explains the entry; never a token. */
  detail?: Detail
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

export type CreditOutcome = 'delivered' | 'failed' | 'wasted' | 'rescued'

export type CancelOutcome =
  | { kind: 'canceled'; job: JobRecord }
  | { kind: 'requested'; job: JobRecord }
  | { kind: 'refused'; job: JobRecord }
  | { kind: 'notFound' }

/** `stale`: its signature is of another time than Redis'. */
export type HintOutcome = 'stored' | 'ignored' | 'unknownToken' | 'unsigned' | 'stale'

export interface CallbackHint {
  jobId: string
  attempt: number
  secret: string
  taskId: string | null
  claimsSuccess: boolean
  /** Its own words, for the timeline. */
  said?: Detail
  /** It lacks KIE's signature: told in the timeline, and nothing more. */
  unsigned?: boolean
  /** When KIE signed it; left out where nothing is signed. */
  signedAt?: number
}

export interface LedgerSnapshot {
  states: Record<State, number>
  /** Jobs that need a person, by why; of the newest 1,000, the others are uncounted. */
  parked: Record<ParkedReason | 'uncounted', number>
  /** Since when the oldest queued job waits; null while none does. */
  queuedSince: number | null
  accepted: number
  /** Closed gates only; a model's own gate is `model:<id>`. */
  /** The most first; models with none left out. */
  queuedByModel: { model: string; queued: number }[]
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
  credits: { model: string; outcome: CreditOutcome; credits: number }[]
  /** What written-off jobs may have cost: nobody knows. */
  possiblyWasted: { model: string; credits: number }[]
  lastCallbackAt: number | null
  /** The share of the last verdicts that a callback announced, 0 to 1. */
  callbackHealth: number
  /** What KIE said was left; null until somebody asked. */
  balance: BalanceSample | null
  workers: WorkerSeen[]
  strayTasks: number
  /** Tasks that callbacks named on a token that no attempt has: of the last thousand, the newest first. */
  orphans: { count: number; newest: { taskId: string; seenAt: number }[] }
  now: number
}
