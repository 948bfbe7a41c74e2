import { matchesCancel, type CancelRecord, type JobRecord, type OperatorActs } from '@kiln/ledger'
import { STATES } from '@kiln/lifecycle'
import type { Listed } from './listed.ts'

/** One job of a bulk cancel, by the rules of a single one. */
export async function cancelListedJob(
  acts: Pick<OperatorActs, 'read' | 'cancel'>,
  bulk: CancelRecord,
  id: string,
): Promise<Listed> {
  const found = await acts.read(id)
  if (found === null) return skipped('unreadable')
  const unfit = whyUnfit(found.job, bulk)
  if (unfit !== null) return skipped(unfit)
  const outcome = found.job.state === 'queued' ? 'canceled' : 'requested'
  const acted = await acts.cancel(found, { by: bulk.by, bulk: { id: bulk.id, outcome, class: '' } })
  switch (acted.kind) {
    case 'done':
      return { kind: 'done', outcome, job: found.job, asked: false }
    case 'stale':
      return { kind: 'again' }
    case 'gone':
    case 'taken':
    case 'unreadable':
      return skipped('unreadable')
  }
}

function whyUnfit(job: JobRecord, { filter }: CancelRecord): string | null {
  if (job.state === 'parked') return 'parked'
  if (!STATES[job.state].live) return 'changed'
  if (job.cancelRequestedAt !== null) return 'alreadyRequested'
  return matchesCancel(job, filter) ? null : 'outsideFilter'
}

const skipped = (why: string): Listed => ({ kind: 'skipped', why, asked: false })
