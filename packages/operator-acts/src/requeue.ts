import type { ActOutcome, JobForAct, RequeueRequest } from '@kiln/ledger'
import { asksKieFirst, decideRequeue, type RequeueDecision, type RequeuedJob } from '@kiln/lifecycle'
import { askKie, type ActDeps, type Asked } from './ask-kie.ts'
import { settleRead } from './settle-read.ts'

/** A job whose state `mayRequeue` has let pass. */
const requeuedOf = ({ job }: JobForAct) => job as RequeuedJob

/** What KIE says of the task, where it can say more than is known; null where there is nothing to ask. */
export async function askFirst(deps: ActDeps, found: JobForAct): Promise<Asked | null> {
  const { job } = found
  return asksKieFirst(requeuedOf(found)) && job.taskId !== null ? askKie(deps, job, job.taskId) : null
}

export function decideAsked(found: JobForAct, asked: Asked | null): RequeueDecision {
  return decideRequeue(requeuedOf(found), asked?.kind === 'asked' ? asked.outcome : null)
}

export interface Requeue extends Omit<RequeueRequest, 'charged'> {
  found: JobForAct
  decision: RequeueDecision
  asked: Asked | null
}

/** Does what was decided, if the job is still as it was seen. */
export async function carryOut(
  { acts, timing }: ActDeps,
  { found, decision, asked, ...request }: Requeue,
): Promise<ActOutcome> {
  const { job } = found
  const { by, bulk } = request
  const actor = { by, ...(bulk && { bulk }) }
  const read = asked?.kind === 'asked' ? asked : null
  if (decision.kind === 'newAttempt' || read === null || job.taskId === null) {
    return acts.requeue(found, { ...request, charged: chargeIn(read) })
  }
  if (job.state === 'parked') {
    const bind = { by, act: decision.kind, taskId: job.taskId }
    const bound = await acts.bind(found, bind, read.evidence)
    if (bound.kind === 'done') await settleRead(acts, timing, job, job.taskId, read)
    return bound
  }
  if (decision.kind === 'resume') return acts.resume(found, actor, read.evidence)
  const { outcome, evidence } = read
  // The decision was made on this very outcome.
  if (outcome.class !== 'succeeded') throw new Error(`nothing to adopt in ${outcome.class}`)
  return acts.adopt(found, actor, { result: outcome.result, credits: outcome.creditsConsumed }, evidence)
}

/** What the attempt before turned out to have cost. */
function chargeIn(read: Extract<Asked, { kind: 'asked' }> | null): number | null {
  return read && 'creditsConsumed' in read.outcome ? read.outcome.creditsConsumed : null
}
