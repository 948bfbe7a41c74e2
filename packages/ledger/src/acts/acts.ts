import type { State } from '@kiln/lifecycle'
import type { JobRecord, QuotedCredits } from '../record.ts'

export const ACTS = ['requeue', 'adopt', 'resume', 'bind', 'writeOff', 'cancel'] as const
export type Act = (typeof ACTS)[number]

/** Everything that stands in the audit. */
export const AUDIT_ACTS = [
  ...ACTS,
  'bulkRequeue',
  'bulkCancel',
  'bulkAbort',
  'cancelBatch',
  'pauseSubmissions',
  'resumeSubmissions',
  'createKey',
  'revokeKey',
] as const
export type AuditAct = (typeof AUDIT_ACTS)[number]

/** What a person did last to a job. */
export interface LastAct {
  by: string
  act: Act
  at: number
}

/** A job as an operator meets it: damaged ones too, and what an act on it is compared with. */
export interface JobForAct {
  job: JobRecord
  /** False: parts of the record cannot be read, so nothing may be sent for it any more. */
  readable: boolean
  /** The secret of the current attempt's callback URL. */
  secret: string | null
  lastAct: LastAct | null
  /** What the current attempt has cost; null where nobody knows. */
  charged: number | null
}

/** What the caller saw, so that of two people one comes first. */
export interface Seen {
  id: string
  state: State
  attempt: number
  acts: number
}

export type ActOutcome =
  | { kind: 'done'; state: State }
  /** Somebody or something changed the job first. */
  | { kind: 'stale'; lastAct: LastAct | null }
  /** The task is another job's. */
  | { kind: 'taken'; id: string }
  /** The record cannot be worked with. */
  | { kind: 'unreadable' }
  | { kind: 'gone' }

/** May KIE be asked now, in a person's name? */
export type ReadPlace =
  | { kind: 'go'; now: number }
  | { kind: 'wait'; untilAt: number; now: number }
  /** A gate holds all reads. */
  | { kind: 'held'; gate: string; cause: string; untilAt: number }
  | { kind: 'stale'; lastAct: LastAct | null }
  | { kind: 'gone' }

/** What takes the place of a job's input: checked and priced anew. */
export interface EditedInput {
  input: Record<string, unknown>
  type: string
  quoted: QuotedCredits
  ceiling: number | null
}

/** The bulk act in whose name a single one is done, and how it counts there. */
export interface Bulk {
  id: string
  outcome: 'requeued' | 'adopted' | 'resumed' | 'canceled' | 'requested'
  /** Of the failure that the job had; else empty. */
  class: string
}

/** Who acts. */
export interface Actor {
  by: string
  bulk?: Bulk
}

export interface RequeueRequest extends Actor {
  /** The person said that a second charge is all right. */
  confirmed: boolean
  edited: EditedInput | null
  /** What the task of the attempt before turned out to have cost, where KIE told. */
  charged: number | null
}

/** How fast and how well callbacks come, as a sign of how likely one is still to come. */
export interface CallbackSigns {
  health: number
  lastAt: number | null
  now: number
}

/** One row of the audit stream, oldest first. */
export interface AuditRow {
  id: string
  by: string
  act: AuditAct
  event: string
  from: string
  to: string
  attempt: number
  credits: string
  confirmed: boolean
  at: number
  taskId: string | null
  earlierInput: string | null
  earlierResult: string | null
}

export const seenOf = ({ id, state, attempt, acts }: JobRecord): Seen => ({ id, state, attempt, acts })
