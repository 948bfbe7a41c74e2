import type { WaitReason } from '@kiln/ledger'

/** Why a job waits, in words. */
export function tellWaiting(reason: WaitReason): string {
  switch (reason.kind) {
    case 'closed':
      return reason.cause
    case 'pause':
      return 'a pause before the next attempt'
    case 'windowFull':
      return `all ${reason.places} places of the submit window are taken`
    case 'slowStart':
      return 'a gate has just opened; jobs go a few at a time until KIE keeps up'
    case 'budgetSpent':
      return 'the key has spent what it may in a day; the job goes on with the next one'
    case 'neverWithinBudget':
      return 'the job may cost more than its key may spend in a day, or its price is not known: raise KILN_BUDGET_PER_DAY, or cancel it'
    case 'turn':
      return 'next in turn in its lane'
    case 'accepted':
      return 'accepted; its place is known when it is looked up'
  }
}
