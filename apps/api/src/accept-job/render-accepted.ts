import type { JobView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobRecord } from '@kiln/ledger'
import { renderJob } from '../show-job/render-job.ts'

/**
 * The job as it was the moment it was accepted. A repeated request gets the very bytes of the
 * first answer in that language, so nothing that has happened to the job since may show here.
 */
export function renderAccepted(job: JobRecord, language: Language): JobView {
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
  const detail = 'accepted; its place is known when it is looked up'
  const waitingFor = { gate: 'turn' as const, detail, since: job.createdAt, until: null, position: null }
  return renderJob(asAccepted, waitingFor, language)
}
