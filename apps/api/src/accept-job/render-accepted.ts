import type { AcceptedJobView, InputWarningView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobRecord } from '@kiln/ledger'
import { renderJob } from '../show-job/render-job.ts'

/**
 * The job as it was the moment it was accepted. A repeated request gets the very bytes of the
 * first answer in that language, so nothing that has happened to the job since may show here.
 */
export function renderAccepted(
  job: JobRecord,
  warnings: readonly InputWarningView[],
  language: Language,
): AcceptedJobView {
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
  const waitingFor = {
    gate: 'turn',
    detail,
    since: job.createdAt,
    until: null,
    position: null,
  } as const
  return { ...renderJob(asAccepted, waitingFor, language), warnings: inOneOrder(warnings) }
}

/** A body is the same in whatever order its fields come, and so must its answer be. */
function inOneOrder(warnings: readonly InputWarningView[]): InputWarningView[] {
  return warnings.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
}

function placeOf({ path, code, message }: InputWarningView): string {
  return JSON.stringify([path, code, message])
}
