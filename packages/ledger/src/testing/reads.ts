import { expect } from '@jest/globals'
import type { ReadDecision } from '@kiln/lifecycle'
import type { Ledger } from '../create-ledger.ts'
import type { Claim, ConfirmClaim } from '../watch/claim.ts'

export const succeeded: ReadDecision = {
  event: 'succeeded',
  result: { urls: ['https://a/b.png'] },
  creditsConsumed: 7.5,
}
export const failed = {
  event: 'failed',
  failure: { class: 'upstreamError', code: '500', message: 'internal error', charged: 'no' },
  creditsConsumed: 0,
} as const satisfies ReadDecision
export const goodEvidence = { ok: true, askedAt: Number.MAX_SAFE_INTEGER, hold: null }
export const note = (decision: ReadDecision, now = 0) => ({
  decision,
  evidence: goodEvidence,
  now,
  detail: null,
})
export const lookAgainInMs = (ms: number): ReadDecision => ({ event: null, readAt: ms, resultless: false })
export const goodRead = (askedAt: number) => ({
  decision: lookAgainInMs(0),
  evidence: { ok: true, askedAt, hold: null },
  now: 0,
  detail: null,
})
export const gatesOf = async (ledger: Ledger) => (await ledger.figures()).closedGates.map(({ gate }) => gate)
export const idsOf = (claims: Claim[]) =>
  claims.map((claim) => (claim.kind === 'damaged' ? claim.id : claim.job.id))

/** A callback came for a task: the claim that will confirm it. */
export async function hinted(
  ledger: Ledger,
  attempt: { id: string; attempt: number; secret: string },
  taskId: string,
): Promise<ConfirmClaim> {
  const stored = await ledger.hint({ ...attempt, jobId: attempt.id, taskId, claimsSuccess: true })
  expect(stored).toBe('stored')
  const { claims } = await ledger.claim(100)
  const claim = claims.find((each) => each.kind === 'confirm' && each.taskId === taskId)
  if (claim?.kind !== 'confirm') throw new Error('the callback was not handed out')
  return claim
}
