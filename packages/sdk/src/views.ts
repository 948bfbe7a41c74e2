import type { RetriedView } from '@kiln/contract'

export type {
  AcceptedJobView,
  AuditEntryView,
  BadLine,
  BatchQuote,
  BatchView,
  CreatedKeyView,
  BulkCancelView,
  BulkRequeueView,
  CancelPlanView,
  ErrorCode,
  FailureGroupView,
  FieldError,
  JobBody,
  JobQuote,
  JobView,
  KeyBody,
  KeyView,
  ModelView,
  PausedView,
  Problem,
  QuoteBatchBody,
  ReceiptView,
  RequeuedJobView,
  RequeuePlanView,
  ResultRow,
  ResumedView,
  SystemView,
  TimelineView,
} from '@kiln/contract'

/** What became of the failed jobs of a batch. */
export type Retried = Omit<RetriedView, 'next'>
