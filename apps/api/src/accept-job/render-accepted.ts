import type { JobView } from '@kiln/contract'
import type { JobRecord } from '@kiln/ledger'
import { renderJob } from '../show-job/render-job.ts'

/**
 * The job as it was the moment it was accepted. A repeated request gets the very bytes of the
 * first answer, so nothing that has happened to the job since may show here.
 */
export function renderAccepted(job: JobRecord): JobView {
  const asAccepted: JobRecord = {
    ...job,
    state: 'queued',
    attempt: 0,
    polls: 0,
    taskId: null,
    submittedAt: null,
    finishedAt: null,
    cancelRequestedAt: null,
    result: null,
    failure: null,
    parkedReason: null,
    creditsCharged: null,
  }
  const reason = { kind: 'accepted' } as const
  return renderJob(asAccepted, { gate: 'turn', reason, since: job.createdAt, until: null, position: null })
}
