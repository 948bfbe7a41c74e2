import { matchesFilter, type Bulk, type JobForAct, type OperatorActs, type RequeueRecord } from '@kiln/ledger'
import type { RequeueDecision } from '@kiln/lifecycle'
import { askFirst, carryOut, decideAsked, type ActDeps } from '@kiln/operator-acts'

export type Listed =
  /** `asked`: a place of the read meter was used for it. */
  | { kind: 'done'; outcome: Bulk['outcome']; job: JobForAct; asked: boolean }
  | { kind: 'skipped'; why: string; asked: boolean }
  /** KIE cannot be asked at present: nothing was decided. */
  | { kind: 'notNow' }

const OUTCOMES: Record<RequeueDecision['kind'], Bulk['outcome']> = {
  adopt: 'adopted',
  resume: 'resumed',
  newAttempt: 'requeued',
}

/** One job of a bulk requeue, by the decision of a single requeue. */
export async function requeueListedJob(
  deps: ActDeps & { acts: OperatorActs },
  requeue: RequeueRecord,
  id: string,
): Promise<Listed> {
  const found = await deps.acts.read(id)
  const unfit = whyUnfit(found, requeue)
  if (unfit !== null || found === null) return { kind: 'skipped', why: unfit ?? 'changed', asked: false }
  const asked = await askFirst(deps, found)
  if (asked?.kind === 'stale') return { kind: 'skipped', why: 'changed', asked: false }
  if (asked?.kind === 'notAsked') return { kind: 'notNow' }
  const used = { asked: asked !== null }
  const decision = decideAsked(found, asked)
  if (decision.kind === 'newAttempt' && decision.risk !== null && !requeue.confirmCharge) {
    return { kind: 'skipped', why: decision.risk, ...used }
  }
  const outcome = OUTCOMES[decision.kind]
  const bulk = { id: requeue.id, outcome, class: found.job.failure?.class ?? '' }
  const acted = await carryOut(deps, {
    found,
    decision,
    asked,
    by: requeue.by,
    bulk,
    confirmed: requeue.confirmCharge,
    edited: null,
  })
  if (acted.kind === 'done') return { kind: 'done', outcome, job: found, ...used }
  return { kind: 'skipped', why: acted.kind === 'unreadable' ? 'unreadable' : 'changed', ...used }
}

/** A job that failed after the requeue came to be has been run again by somebody meanwhile. */
function whyUnfit(found: JobForAct | null, { filter, createdAt }: RequeueRecord): string | null {
  if (found?.job.state !== 'failed') return 'changed'
  if (!found.readable) return 'unreadable'
  if ((found.job.finishedAt ?? 0) > createdAt) return 'changed'
  return matchesFilter(found.job, filter) ? null : 'outsideFilter'
}
