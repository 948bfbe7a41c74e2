import type { BatchQuote } from '@kiln/contract'

type Verdict = NonNullable<BatchQuote['budget']>['verdict']

/** A line without a price may cost anything: only what is known already can settle it, to the worse. */
export function judgeBudget(
  budgetCredits: number,
  { credits, priced }: Pick<BatchQuote, 'credits' | 'priced'>,
): Verdict {
  if (priced.credits.min > budgetCredits) return 'exceeds'
  if (credits === 'unknown') return 'unknown'
  return credits.max > budgetCredits ? 'mayExceed' : 'fits'
}
