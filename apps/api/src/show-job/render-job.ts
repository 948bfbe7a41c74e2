import type { JobView, WaitingForView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { CallbackSigns, JobRecord, WaitingFor } from '@kiln/ledger'
import { type Failure, LIFECYCLE_WORDS } from '@kiln/lifecycle'
import { renderParked } from './render-parked.ts'
import { renderTime, renderTimeOrNull } from './render-time.ts'
import { tellWaiting } from './tell-waiting.ts'

/** KIE: result links "typically expire after 24 hours". */
const RESULT_LIFE_MS = 24 * 60 * 60 * 1000

/** A record as its owner sees it. Only what is named here ever leaves. */
export function renderJob(
  job: JobRecord,
  waitingFor: WaitingFor | null,
  language: Language,
  expectedAt: number | null = null,
  signs: CallbackSigns | null = null,
): JobView {
  return {
    id: job.id,
    customId: job.customId,
    batchId: job.batchId,
    model: job.model,
    state: job.state,
    waitingFor: waitingFor && renderWaitingFor(waitingFor, language),
    input: job.input,
    taskId: job.taskId,
    attempts: job.attempt,
    polls: job.polls,
    cancelRequestedAt: renderTimeOrNull(job.cancelRequestedAt),
    createdAt: renderTime(job.createdAt),
    submittedAt: renderTimeOrNull(job.submittedAt),
    expectedAt: renderTimeOrNull(expectedAt),
    finishedAt: renderTimeOrNull(job.finishedAt),
    result: renderResult(job),
    failure: job.failure && renderFailure(job.failure, job.cause, language),
    parked: renderParked(job, language, signs),
    credits: { quoted: job.quoted, charged: job.creditsCharged },
    links: {
      self: `/v1/jobs/${job.id}`,
      events: `/v1/jobs/${job.id}/events`,
      receipt: `/v1/jobs/${job.id}/receipt`,
      cancel: `/v1/jobs/${job.id}/cancel`,
    },
  }
}

export function renderWaitingFor(waiting: WaitingFor, language: Language): WaitingForView {
  const { gate, since, until, position } = waiting
  const detail = tellWaiting(waiting, language)
  return { gate, detail, since: renderTime(since), until: renderTimeOrNull(until), position }
}

function renderResult({ result, finishedAt, stateAt }: JobRecord): JobView['result'] {
  if (result === null) return null
  return { ...result, expiresAt: renderTime((finishedAt ?? stateAt) + RESULT_LIFE_MS) }
}

function renderFailure(failure: Failure, cause: string | null, language: Language): JobView['failure'] {
  const { class: failureClass, code, message, field, charged } = failure
  const words = LIFECYCLE_WORDS[language]
  const advice = words.advice[failureClass]
  return {
    class: failureClass,
    code,
    message,
    charged,
    advice: field === undefined ? advice : words.atField(field, advice),
    cause,
  }
}
