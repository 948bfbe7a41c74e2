import type { RetriedView } from '@kiln/contract'

export type {
  AcceptedJobView,
  BadLine,
  BatchQuote,
  BatchView,
  BulkRequeueView,
  ErrorCode,
  FailureGroupView,
  FieldError,
  JobBody,
  JobQuote,
  JobView,
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
