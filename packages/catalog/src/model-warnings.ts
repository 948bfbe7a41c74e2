import type { ModelFile } from './model-file.ts'
import type { InputWarning, ModelWarning } from './results.ts'

/** What a model's status means for a job of it. A placeholder takes none, so it needs no warning. */
export function statusWarnings({ id, status }: ModelFile): InputWarning[] {
  if (status === 'legacy') {
    const message = `${id} is no longer in KIE's list of models and may be refused.`
    return [{ path: 'model', code: 'legacyModel', message }]
  }
  if (status === 'unverified') {
    const message = `${id} is known from third parties only and may be refused.`
    return [{ path: 'model', code: 'unverifiedModel', message }]
  }
  return []
}

/** All that a person should know before choosing the model. */
export function warningsAbout(model: ModelFile): ModelWarning[] {
  const ofStatus = statusWarnings(model).map(({ code, message }) => ({ code, message }))
  if (model.status === 'placeholder') {
    const message = `${model.id} names a family and cannot be sent${resolution(model.resolvesTo)}.`
    return [{ code: 'placeholderModel', message }]
  }
  if (model.pricing.length > 0) return ofStatus
  return [...ofStatus, { code: 'unknownPrice', message: `No price of ${model.id} is known.` }]
}

function resolution(ids: readonly string[]): string {
  return ids.length === 0 ? '' : `; send one of ${ids.join(', ')}`
}
