import type { Failure } from './failure.ts'
import type { FailureClass } from './outcomes.ts'

/**
 * Whether a failure speaks against the model. What the caller sent, what the account lacks and what a
 * moderator refused says nothing about how the model is doing.
 */
const SPEAKS_AGAINST_MODEL: Record<FailureClass, boolean> = {
  generationFailed: true,
  upstreamTimeout: true,
  upstreamError: true,
  invalidInput: false,
  notFound: false,
  // Closes the model's gate by itself.
  disabled: false,
  inputUnreachable: false,
  contentRefused: false,
  noCredits: false,
}

/** What an ended attempt says about its model; null when it says nothing. */
export function modelOutcomeOf(failure: Pick<Failure, 'class'> | null): 'good' | 'bad' | null {
  if (failure === null) return 'good'
  return SPEAKS_AGAINST_MODEL[failure.class] ? 'bad' : null
}
