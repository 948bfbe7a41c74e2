import type { Books } from '@kiln/simulator'
import type { Fate } from '../load/draw-jobs.ts'

/** A job that a caller was told is accepted. */
export interface AcceptedJob {
  /** The caller's own name for it, which the simulator's books know too. */
  key: string
  id: string
  /** Further paid attempts that its caller allows. */
  retries: number
  /** How often its caller has had it run again after its end. */
  reruns?: number
  /** Whether its caller has asked for its end, by now. */
  cancelAsked: boolean
  fate: Fate
}

export type StoredRecord = Readonly<Record<string, string>>

export interface ProcessEnd {
  process: string
  /** Whether its end was part of the plan, or asked for and in order. */
  expected: boolean
  words: string
}

/** Everything that can be seen of a run from outside, once it has come to rest. */
export interface Evidence {
  accepted: readonly AcceptedJob[]
  books: Books
  /** The ledger's hash of every job, by id. */
  records: ReadonlyMap<string, StoredRecord>
  /** Members of each of the ledger's sorted sets, by its name below the prefix. */
  indexes: ReadonlyMap<string, readonly string[]>
  /** The figures of the metrics page, by name and labels. */
  metrics: ReadonlyMap<string, number>
  /** Every line that the API and the workers wrote. */
  lines: readonly string[]
  ends: readonly ProcessEnd[]
  /** What no line may hold: keys, secrets of attempts, prompts. */
  secrets: readonly string[]
}

export type Check =
  | 'paidTwice'
  | 'lost'
  | 'stuck'
  | 'wrongVerdict'
  | 'index'
  | 'figures'
  | 'secretTold'
  | 'crash'
  | 'overLimit'
  | 'notInTime'
  | 'notFrozen'
  | 'notStruck'
  | 'parkedUnexplained'
  | 'notShown'

export interface Finding {
  check: Check
  /** The job concerned, where it is one. */
  job: string | null
  words: string
}

export const finding = (check: Check, job: string | null, words: string): Finding => ({ check, job, words })
