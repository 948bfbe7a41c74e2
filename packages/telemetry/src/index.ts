export { kilnVersion } from './kiln-version.ts'
export { createLogger } from './log/create-logger.ts'
export type { LoggerOptions } from './log/create-logger.ts'
export { limitRepeats } from './log/limit-repeats.ts'
export type { RepeatLimiter } from './log/limit-repeats.ts'
export { previewInput } from './log/preview-input.ts'
export type { InputPreview } from './log/preview-input.ts'
export { createMetrics } from './metrics/create-metrics.ts'
export type { ApiMetrics, WorkerMetrics } from './metrics/create-metrics.ts'
export type {
  CallbackOutcome,
  CreditOutcome,
  FailureLabel,
  KieEndpoint,
  ResponseClass,
} from './metrics/labels.ts'
export { METRICS, type MetricRow } from './metrics/table.ts'
export type { LedgerFigures } from './metrics/ledger-figures.ts'
export type { Logger } from 'pino'
