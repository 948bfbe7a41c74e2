import type { Remark } from './fault.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWarning } from './results.ts'
import type { Words } from './words/words.ts'

/** What a model's status means for a job of it. A placeholder takes none, so it needs no warning. */
export function statusWarnings({ id, status }: ModelFile): Remark[] {
  if (status === 'legacy') {
    return [{ path: 'model', code: 'legacyModel', says: ({ warnings }) => warnings.legacyModel(id) }]
  }
  if (status === 'unverified') {
    return [{ path: 'model', code: 'unverifiedModel', says: ({ warnings }) => warnings.unverifiedModel(id) }]
  }
  return []
}

/** All that a person should know before choosing the model. */
export function warningsAbout(model: ModelFile, words: Words): ModelWarning[] {
  const { id, status, pricing, resolvesTo } = model
  if (status === 'placeholder') {
    return [{ code: 'placeholderModel', message: words.warnings.placeholderModel(id, resolvesTo) }]
  }
  const ofStatus = statusWarnings(model).map(({ code, says }) => ({ code, message: says(words) }))
  if (pricing.length > 0) return ofStatus
  return [...ofStatus, { code: 'unknownPrice', message: words.warnings.unknownPrice(id) }]
}
