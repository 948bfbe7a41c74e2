import type { Language } from '@kiln/languages'
import type { WaitingFor } from '@kiln/ledger'
import { WORDS } from '../words/words.ts'
import { tellCause } from './tell-cause.ts'

/** Why a job waits, in words. */
export function tellWaiting(
  { gate, reason }: Pick<WaitingFor, 'gate' | 'reason'>,
  language: Language,
): string {
  const words = WORDS[language].waiting
  switch (reason.kind) {
    case 'closed':
      return gate === 'budget' || gate === 'turn'
        ? reason.cause
        : words.closed[gate](tellCause(reason.cause, language))
    case 'windowFull':
      return words.windowFull(reason.places)
    case 'pause':
    case 'slowStart':
    case 'creditsShort':
    case 'batchBudgetSpent':
    case 'budgetSpent':
    case 'neverWithinBudget':
    case 'turn':
    case 'accepted':
      return words[reason.kind]
  }
}
