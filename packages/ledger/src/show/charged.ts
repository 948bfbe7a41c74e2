import type { Failure, ReadDecision, SubmitDecision } from '@kiln/lifecycle'
import type { Detail } from '../moved.ts'

type Charged = Failure['charged']

/** What a timeline says of the charge when KIE told it, or kept it to itself. */
export function chargedOf(credits: number | null): Detail {
  if (credits === null) return { charged: 'unknown' satisfies Charged }
  return { charged: (credits > 0 ? 'yes' : 'no') satisfies Charged, credits }
}

/** An attempt that goes on has cost nothing that could be told yet. */
export function chargedByAnswer(decision: SubmitDecision): Detail {
  switch (decision.event) {
    case 'bound':
      return {}
    case 'released':
      return { charged: 'no' }
    case 'rejected':
    case 'retried':
      return { charged: decision.failure.charged }
    case 'lost':
      return { charged: 'unknown' }
  }
}

export function chargedByRead(decision: ReadDecision): Detail {
  switch (decision.event) {
    case 'succeeded':
    case 'failed':
    case 'retried':
    case 'resultless':
      return chargedOf(decision.creditsConsumed)
    case 'watchEnded':
    case 'vanished':
      return { charged: 'unknown' }
    case 'limitPassed':
    case null:
      return {}
  }
}
