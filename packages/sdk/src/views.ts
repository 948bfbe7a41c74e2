import type { RetriedView } from '@kiln/contract'

export type {
  AcceptedJobView,
  BadLine,
  BatchQuote,
  BatchView,
  ErrorCode,
  FieldError,
  JobBody,
  JobQuote,
  JobView,
  ModelView,
  Problem,
  QuoteBatchBody,
  ReceiptView,
  RequeuedJobView,
  ResultRow,
  SystemView,
  TimelineView,
} from '@kiln/contract'

/** What became of the failed jobs of a batch. */
export type Retried = Omit<RetriedView, 'next'>
