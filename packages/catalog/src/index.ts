export { loadCatalog } from './catalog.ts'
export { costToUsd, CREDIT_USD, quoteToUsd } from './credits.ts'
export { MODEL_TYPE_NAMES, type ModelType } from './model-types.ts'
export type {
  Catalog,
  CheckOptions,
  CheckResult,
  Cost,
  InputIssue,
  InputWarning,
  ModelDescription,
  ModelFilter,
  ModelSummary,
  ModelWarning,
  Price,
  Question,
  Quote,
} from './results.ts'
