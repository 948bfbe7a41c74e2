import type { JobView, WaitingForView } from '@kiln/contract'
import type { JobRecord, WaitingFor } from '@kiln/ledger'
import { ADVICE, type Failure } from '@kiln/lifecycle'
import { renderTime, renderTimeOrNull } from './render-time.ts'
import { tellWaiting } from './tell-waiting.ts'

/** KIE: result links "typically expire after 24 hours". */
const RESULT_LIFE_MS = 24 * 60 * 60 * 1000

/** A record as its owner sees it. Only what is named here ever leaves. */
export function renderJob(
  job: JobRecord,
  waitingFor: WaitingFor | null,
  expectedAt: number | null = null,
): JobView {
  return {
    id: job.id,
    customId: job.customId,
    batchId: job.batchId,
    model: job.model,
    state: job.state,
    waitingFor: waitingFor && renderWaitingFor(waitingFor),
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
    failure: job.failure && renderFailure(job.failure),
    parked: job.parkedReason && { reason: job.parkedReason },
    credits: { quoted: job.quoted, charged: job.creditsCharged },
    links: {
      self: `/v1/jobs/${job.id}`,
      events: `/v1/jobs/${job.id}/events`,
      cancel: `/v1/jobs/${job.id}/cancel`,
    },
  }
}

function renderWaitingFor({ gate, reason, since, until, position }: WaitingFor): WaitingForView {
  return {
    gate,
    detail: tellWaiting(reason),
    since: renderTime(since),
    until: renderTimeOrNull(until),
    position,
  }
}

function renderResult({ result, finishedAt, stateAt }: JobRecord): JobView['result'] {
  if (result === null) return null
  return { ...result, expiresAt: renderTime((finishedAt ?? stateAt) + RESULT_LIFE_MS) }
}

function renderFailure({ class: failureClass, code, message, field, charged }: Failure): JobView['failure'] {
  const advice = ADVICE[failureClass]
  return {
    class: failureClass,
    code,
    message,
    charged,
    advice: field === undefined ? advice : `See input.${field}. ${advice}`,
  }
}
