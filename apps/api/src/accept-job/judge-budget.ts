import type { Catalog, Quote } from '@kiln/catalog'
import type { FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { type Words, WORDS } from '../words/words.ts'

/** The most that an attempt may cost: as quoted, else the dearest price that is known of its model. */
export function ceilingOf(
  quote: Quote,
  modelId: string,
  catalog: Pick<Catalog, 'dearestPrice'>,
): number | null {
  return quote === 'unknown' ? catalog.dearestPrice(modelId) : quote.max
}

/** Why a job could never be sent under its key's budget; null when it can. */
export function judgeBudget(
  ceiling: number | null,
  budget: number | null,
  language: Language,
): FieldError | null {
  return judge(ceiling, budget, WORDS[language].budget)
}

/** The same for the budget of its batch. */
export function judgeBatchBudget(
  ceiling: number | null,
  budget: number | null,
  language: Language,
): FieldError | null {
  return judge(ceiling, budget, WORDS[language].batchBudget)
}

function judge(ceiling: number | null, budget: number | null, told: Words['budget']): FieldError | null {
  if (budget === null || (ceiling !== null && ceiling <= budget)) return null
  const { hint, ...words } = told
  const [code, why, expected] =
    ceiling === null
      ? ['priceUnknown', words.priceUnknown(budget), words.knownPrice]
      : ['overBudget', words.overBudget(ceiling, budget), words.atMost(budget)]
  return { path: 'model', code, message: `${why} ${hint}`, expected, hint }
}
