import { isJobId } from '../keys.ts'
import type { CallbackHint, HintOutcome } from '../ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'

/** Keeps what a callback said, in one script: nobody reads KIE for a token that nobody knows. */
export async function storeHint(
  run: RunScript,
  { signatureToleranceMs }: LedgerLimits,
  { jobId, attempt, secret, taskId, claimsSuccess, said, unsigned, signedAt }: CallbackHint,
): Promise<HintOutcome> {
  if (!isJobId(jobId)) return 'unknownToken'
  const answer = await run<{ kind: HintOutcome }>('hint', {
    id: jobId,
    attempt,
    secret,
    claimsSuccess,
    ...(taskId !== null && { taskId }),
    ...(said && { said }),
    ...(unsigned === true && { unsigned }),
    ...(signedAt !== undefined && { signedAt, toleranceMs: signatureToleranceMs }),
  })
  return answer.kind
}
