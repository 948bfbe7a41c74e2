import { matchesRequeue, type JobForAct, type RequeueRecord } from '@kiln/ledger'
import type { ChargeRisk } from '@kiln/lifecycle'
import { requeue, type ActDeps, type Requeued } from '@kiln/operator-acts'
import type { Listed } from './listed.ts'

/** One job of a bulk requeue, by the decision of a single one. */
export async function requeueListedJob(deps: ActDeps, bulk: RequeueRecord, id: string): Promise<Listed> {
  const found = await deps.acts.read(id)
  const unfit = whyUnfit(found, bulk)
  if (unfit !== null || found === null) return { kind: 'skipped', why: unfit ?? 'changed', asked: false }
  const failureClass = found.job.failure?.class ?? ''
  const done = await requeue(deps, found, {
    actor: (outcome) => ({ by: bulk.by, bulk: { id: bulk.id, outcome, class: failureClass } }),
    // A task that KIE says nothing of may still run: thousands at once would be dear.
    confirms: (risk: ChargeRisk) => bulk.confirmCharge && risk !== 'kieSilent',
    edited: null,
  })
  return listedOf(done, found)
}

function listedOf(done: Requeued, found: JobForAct): Listed {
  if (done.kind === 'stale') return { kind: 'skipped', why: 'changed', asked: false }
  if (done.asked?.kind === 'notAsked') return { kind: 'notNow' }
  const asked = done.asked !== null
  if (done.kind === 'needsConfirm') return { kind: 'skipped', why: done.risk, asked }
  const { acted, event } = done
  if (acted.kind === 'done') return { kind: 'done', outcome: event, job: found.job, asked }
  return { kind: 'skipped', why: acted.kind === 'unreadable' ? 'unreadable' : 'changed', asked }
}

/** A job that failed after the requeue came to be has been run again by somebody meanwhile. */
function whyUnfit(found: JobForAct | null, { filter, createdAt }: RequeueRecord): string | null {
  if (found?.job.state !== 'failed') return 'changed'
  if (!found.readable) return 'unreadable'
  if ((found.job.finishedAt ?? 0) > createdAt) return 'changed'
  return matchesRequeue(found.job, filter) ? null : 'outsideFilter'
}
