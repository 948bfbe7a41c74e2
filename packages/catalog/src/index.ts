export { loadCatalog } from './catalog.ts'
export type {
  Catalog,
  CheckOptions,
  CheckResult,
  InputIssue,
  InputWarning,
  ModelDescription,
  ModelSummary,
  Price,
  Question,
  Quote,
} from './results.ts'
