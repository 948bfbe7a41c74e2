import type { LedgerLimits } from '../limits.ts'
import { MICRO } from '../record.ts'

/** The budgets as the scripts count them. Without any, they look at none. */
export function budgetArguments({ budgets, dayMs }: LedgerLimits): object {
  const micro = Object.entries(budgets).map(([tenant, credits]) => [tenant, Math.round(credits * MICRO)])
  return { dayMs, ...(micro.length > 0 && { budgets: Object.fromEntries(micro) }) }
}
