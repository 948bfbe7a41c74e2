import { belongsTo, callbackToken } from '@kiln/kie-client'
import type { Confirmation, ConfirmClaim } from '@kiln/ledger'
import type { ReadOutcome } from '@kiln/lifecycle'
import { askKie } from './ask-kie.ts'
import type { ReadDeps } from './read-task.ts'

/** A callback named a task: KIE's own record says whether it is this attempt's, and how it ended. */
export async function confirmCallback(deps: ReadDeps, claim: ConfirmClaim): Promise<void> {
  const { job, attempt, taskId, secret } = claim
  const { outcome, origin, evidence, told } = await askKie(deps, taskId, claim.claimedAt)
  const belongs = belongsTo(origin(), {
    token: secret === null ? null : callbackToken(job.id, attempt, secret),
    model: job.model,
    input: claim.input,
    createdAt: job.createdAt,
  })
  const graceUntil = (job.intentAt ?? job.createdAt) + deps.timing.unknownTaskGraceMs
  const confirmation = confirmationOf(outcome, belongs, deps.redisNow() < graceUntil)
  const ended = confirmation.kind === 'ours'
  const againInMs = ended ? deps.timing.readGapMaxMs : deps.timing.readGapMinMs
  const confirmed = await deps.ledger.recordConfirmation(claim, confirmation, evidence, againInMs, told)
  deps.report.confirmed(claim, confirmed)
  if (confirmed === 'bound') deps.requestFeed()
}

export function confirmationOf(outcome: ReadOutcome, belongs: boolean, inGrace: boolean): Confirmation {
  switch (outcome.class) {
    case 'succeeded':
      return belongs
        ? { kind: 'ours', verdict: { result: outcome.result, credits: outcome.creditsConsumed } }
        : { kind: 'refused' }
    case 'failed':
      return belongs ? { kind: 'ours', verdict: 'failed' } : { kind: 'refused' }
    case 'pending':
    case 'resultless':
      return belongs ? { kind: 'ours', verdict: 'pending' } : { kind: 'refused' }
    case 'taskUnknown':
      return inGrace ? { kind: 'undecided' } : { kind: 'refused' }
    case 'unauthorized':
    case 'noCredits':
    case 'rateLimited':
    case 'maintenance':
    case 'unreadable':
      return { kind: 'undecided' }
  }
}
