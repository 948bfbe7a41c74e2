import type {
  AuditQuery,
  BulkCancelBody,
  BulkRequeueBody,
  FailureListQuery,
  JobListQuery,
  JobView,
  ON_INVALID,
  RetryFailedBody,
} from '@kiln/contract'
import type { BatchJob } from './batches/batch-source.ts'
import type { BatchView, Retried } from './views.ts'

export interface KilnOptions {
  /** Where the API is: `http://127.0.0.1:3000`. */
  baseUrl: string | URL
  /** Needed where the API has keys. */
  apiKey?: string | undefined
  /** In which language errors and advice come; English unless said otherwise. */
  language?: 'en' | 'ru' | 'zh' | undefined
  /** Instead of Node's own. */
  fetch?: typeof fetch | undefined
  /** How long a call goes on being tried while nobody answers. Default 60,000. */
  patienceMs?: number | undefined
  /** The same for what waits anyway, and sits out a restart of the API: `wait`, `waitForBatch`, rows. Default 600,000. */
  waitingPatienceMs?: number | undefined
}

export interface CallOptions {
  /** Ends the call at once with its reason. */
  signal?: AbortSignal | undefined
}

export interface BulkListOptions extends CallOptions {
  /** Also those that have ended. */
  ended?: boolean | undefined
}

export interface SubmitOptions extends CallOptions {
  /** Drawn anew for each call unless given; the same key and job bring the same answer. */
  idempotencyKey?: string | undefined
}

export interface ReceiptOptions extends CallOptions {
  /** `html`: the page that can be sent on, as text. */
  format?: 'json' | 'html' | undefined
  /** Leaves out what was asked for. */
  hideInput?: boolean | undefined
}

export interface RequeueOptions extends CallOptions {
  /** A second charge is all right. Needed wherever kiln cannot rule it out. */
  confirmCharge?: boolean | undefined
  /** `attempts` of the job as it was seen: if it has another one by now, nothing is done. */
  attempt?: number | undefined
  /** Takes the place of the job's input. */
  input?: Readonly<Record<string, unknown>> | undefined
}

export type JobFilter = Partial<Omit<JobListQuery, 'cursor'>>

export type AuditFilter = Partial<Omit<AuditQuery, 'cursor'>>

export type FailureFilter = Partial<Omit<FailureListQuery, 'cursor'>>

/** Which failed jobs, and how carefully they are run again. */
export type BulkRequeue = Pick<BulkRequeueBody, 'filter'> &
  Partial<Omit<BulkRequeueBody, 'filter' | 'dryRun'>>

/** Which jobs that have not ended. */
export type BulkCancel = Pick<BulkCancelBody, 'filter'> & Partial<Omit<BulkCancelBody, 'filter' | 'dryRun'>>

export interface WaitForBulkOptions<View> extends CallOptions {
  /** Told at every look, the last one included. */
  onProgress?: ((bulk: View) => void) | undefined
}

export interface SubmitBatchOptions extends SubmitOptions {
  name?: string | undefined
  /** Credits that all jobs of the batch may cost together. */
  budget?: number | undefined
  /** What a line leaves out. */
  defaults?: BatchJob | undefined
  /** `reject`: one bad line refuses all. */
  onInvalid?: (typeof ON_INVALID)[number] | undefined
  /** Packs what is sent. */
  gzip?: boolean | undefined
  /** The bytes of a stream are packed already. A file is looked at instead. */
  isPacked?: boolean | undefined
}

export interface WaitForBatchOptions extends CallOptions {
  /** Told at every look, the last one included. */
  onProgress?: ((batch: BatchView) => void) | undefined
}

export interface RetryFailedOptions extends CallOptions {
  /** Only jobs that failed like this, such as `upstreamError`. */
  class?: RetryFailedBody['class'] | undefined
  /** A second charge is all right for each of them, wherever kiln cannot rule it out. */
  confirmCharge?: boolean | undefined
  /** Told what it came to so far, after every call. */
  onProgress?: ((retried: Retried) => void) | undefined
}

export interface RowsOptions extends CallOptions {
  /** `line` of the last row that was read before. */
  cursor?: number | undefined
}

export interface ResultsOptions extends RowsOptions {
  /** Only lines in this state. */
  state?: JobView['state'] | undefined
}
