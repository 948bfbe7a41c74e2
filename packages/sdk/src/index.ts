export { createKiln, type Kiln } from './create-kiln.ts'
export { KilnProblem, type ClientCode } from './problem.ts'
export type { BatchJob, BatchSource } from './batches/batch-source.ts'
export type {
  AuditFilter,
  BulkCancel,
  BulkRequeue,
  CallOptions,
  FailureFilter,
  JobFilter,
  KilnOptions,
  ReceiptOptions,
  RequeueOptions,
  ResultsOptions,
  RetryFailedOptions,
  RowsOptions,
  SubmitBatchOptions,
  SubmitOptions,
  WaitForBatchOptions,
  WaitForBulkOptions,
} from './options.ts'
export type * from './views.ts'
