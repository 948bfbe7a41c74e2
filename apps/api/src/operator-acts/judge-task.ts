import { belongsTo, callbackToken, type TaskOrigin } from '@kiln/kie-client'
import type { JobForAct } from '@kiln/ledger'
import type { Words } from '../words/words.ts'

export type TaskRefusal = keyof Words['acts']['taskRefused']

/** What needs no look at KIE. */
export function refuseUnasked({ job }: JobForAct, taskId: string): TaskRefusal | null {
  if (job.taskId !== null && job.taskId !== taskId) return 'hasTask'
  const neverSent = job.attempt === 0 || job.intentAt === null
  return neverSent && job.state !== 'queued' ? 'neverSent' : null
}

/** Whether KIE's record is of this job's attempt; null when it is. */
export function judgeTask(
  origin: TaskOrigin | null,
  found: JobForAct,
  createTimeoutMs: number,
): TaskRefusal | null {
  if (origin === null) return 'unknown'
  const fits =
    found.job.state === 'queued' ? isOfQueued(origin, found) : isOfAttempt(origin, found, createTimeoutMs)
  return fits ? null : 'foreign'
}

function isOfAttempt(origin: TaskOrigin, { job, secret }: JobForAct, createTimeoutMs: number): boolean {
  const intentAt = job.intentAt ?? job.createdAt
  return belongsTo(origin, {
    token: secret === null ? null : callbackToken(job.id, job.attempt, secret),
    model: job.model,
    input: job.input,
    createdAt: intentAt,
    overAt: intentAt + createTimeoutMs,
  })
}

/** The ledger may have forgotten that it was sent, and with it the secret: the id alone was never told to others. */
function isOfQueued(origin: TaskOrigin, { job }: JobForAct): boolean {
  const { id, model, input, createdAt } = job
  if (origin.callBackUrl === null) return belongsTo(origin, { token: null, model, input, createdAt })
  const token = origin.callBackUrl.split('/callbacks/kie/').at(-1) ?? ''
  return new RegExp(`^${id}-\\d{1,9}-[\\w-]{22}$`).test(token)
}
