import type { Failure, SubmitDecision } from '@kiln/lifecycle'
import type { LedgerUnderTest } from './ledger-under-test.ts'

/** A failure that speaks against the model. */
export const MODEL_FAILED: Failure = {
  class: 'upstreamError',
  code: '500',
  message: 'internal error',
  charged: 'no',
}

/** A 402, after which nothing passes for so long. */
export const noCredits = (holdMs: number): SubmitDecision => ({
  event: 'released',
  gate: { gate: 'credits', holdMs, cause: 'insufficient credits' },
  pauseMs: 0,
  wire: 'answered',
})

export const closedNames = async ({ ledger }: LedgerUnderTest) =>
  (await ledger.figures()).closedGates.map(({ gate }) => gate)
