import type { Catalog, Quote } from '@kiln/catalog'
import type { FieldError } from '@kiln/contract'

/** The most that an attempt may cost: as quoted, else the dearest price that is known of its model. */
export function ceilingOf(
  quote: Quote,
  modelId: string,
  catalog: Pick<Catalog, 'dearestPrice'>,
): number | null {
  return quote === 'unknown' ? catalog.dearestPrice(modelId) : quote.max
}

/** What a key may spend in a day; null when it has no budget. */
export function budgetOf(tenant: string, budgets: Readonly<Record<string, number>>): number | null {
  return budgets[tenant] ?? budgets['*'] ?? null
}

/** Why a job could never be sent under its key's budget; null when it can. */
export function judgeBudget(ceiling: number | null, budget: number | null): FieldError | null {
  if (budget === null || (ceiling !== null && ceiling <= budget)) return null
  const hint = 'Ask for a larger budget (KILN_BUDGET_PER_DAY), or use another model.'
  if (ceiling === null) {
    return {
      path: 'model',
      code: 'priceUnknown',
      message: `nobody knows what this model costs, and this key may spend ${budget} credits a day. ${hint}`,
      expected: 'a model with a known price',
      hint,
    }
  }
  return {
    path: 'model',
    code: 'overBudget',
    message: `the job may cost ${ceiling} credits, and this key may spend ${budget} a day. ${hint}`,
    expected: `at most ${budget} credits`,
    hint,
  }
}
