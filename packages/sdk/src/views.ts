import type { RetriedView } from '@kiln/contract'

export type {
  AcceptedJobView,
  AuditEntryView,
  BadLine,
  BatchQuote,
  BatchView,
  CreatedKeyView,
  ErrorCode,
  FieldError,
  JobBody,
  JobQuote,
  JobView,
  KeyBody,
  KeyView,
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
