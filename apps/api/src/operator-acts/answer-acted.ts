import type { JobView } from '@kiln/contract'
import type { ActOutcome, JobForAct, JobRecord } from '@kiln/ledger'
import { isEnded } from '@kiln/lifecycle'
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiDeps } from '../deps.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { renderNow } from '../show-job/render-now.ts'
import { speak } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { sendChanged } from './act-problems.ts'

interface Done {
  event: string
  found: JobForAct
  credits: number | null
  taskId?: string
}

/** An act was done: says so in the log and the figures, and has the queue filled. Answers the job as it is now. */
export async function noteActed(
  deps: ApiDeps,
  log: FastifyBaseLogger,
  by: string,
  { event, found, credits, taskId }: Done,
): Promise<JobRecord> {
  const { id, model, attempt, state: before } = found.job
  const now = (await deps.ledger.read(id)) ?? found.job
  const { state } = now
  const fields = { event, job: id, model, attempt, before, state, by, credits }
  log.warn({ ...fields, ...(taskId && { taskId }) }, 'an operator acted on a job')
  if (isEnded(state)) deps.metrics.jobFinished({ model, state, failure: now.failure?.class ?? 'none' })
  deps.requestFeed()
  return now
}

/** Answers an act: the job as it is now, or why the act came to nothing. */
export function answerActed(deps: ApiDeps) {
  const render = renderNow(deps)
  return async <More extends object>(
    request: FastifyRequest,
    reply: FastifyReply,
    outcome: ActOutcome,
    done: Done,
    more: More,
  ): Promise<(JobView & More) | FastifyReply> => {
    const language = speak(reply)
    switch (outcome.kind) {
      case 'stale':
        return sendChanged(reply, outcome.lastAct)
      case 'taken':
        return sendProblem(reply, 'taskRefused', WORDS[language].acts.taskRefused.taken)
      case 'unreadable':
        return sendProblem(reply, 'recordUnreadable')
      case 'gone':
        return sendProblem(reply, 'jobUnknown')
      case 'done':
        break
    }
    const now = await noteActed(deps, request.log, request.caller.key, done)
    const [shown] = await render([now], language)
    return { ...shown!, ...more }
  }
}
