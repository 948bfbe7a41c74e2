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
  QuoteBatchBody,
  ResultRow,
} from '@kiln/contract'
