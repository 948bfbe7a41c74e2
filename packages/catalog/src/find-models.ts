import type { ModelFilter, ModelSummary } from './results.ts'

/** The models that meet every part of the filter, in the order in which they stand. */
export function findModels(models: readonly ModelSummary[], filter: ModelFilter): ModelSummary[] {
  const words = fold(filter.q ?? '')
    .split(' ')
    .filter((word) => word !== '')
  return models.filter(
    (model) =>
      (filter.type === undefined || does(model, filter.type)) &&
      (filter.vendor === undefined || fold(model.vendor) === fold(filter.vendor)) &&
      (filter.status === undefined || model.status === filter.status) &&
      (filter.maxCredits === undefined || costsAtMost(model, filter.maxCredits)) &&
      holdsAll(model, words),
  )
}

function does({ type, alsoTypes }: ModelSummary, wanted: string): boolean {
  return [type, ...alsoTypes].some((one) => one === wanted.toLowerCase())
}

/** A price that nobody knows is above every limit. */
function costsAtMost({ credits }: ModelSummary, limit: number): boolean {
  return credits !== 'unknown' && credits.max <= limit
}

function holdsAll({ id, title, vendor, aliases }: ModelSummary, words: readonly string[]): boolean {
  const names = [id, title, vendor, ...aliases].map(fold)
  const text = [...names, ...names.map((name) => name.replaceAll(' ', ''))].join('\n')
  return words.every((word) => text.includes(word))
}

/** People write "nano banana" for nano-banana, and "Sora2" in any case, with and without a space. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s/_.-]+/g, ' ')
    .trim()
}
