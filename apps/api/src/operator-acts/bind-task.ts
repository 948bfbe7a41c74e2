import { bindBodySchema, jobViewSchema } from '@kiln/contract'
import type { State } from '@kiln/lifecycle'
import { askKie, settleRead, type Asked } from '@kiln/operator-acts'
import type { FastifyReply } from 'fastify'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnForAct } from '../show-job/own-job.ts'
import { renderNow } from '../show-job/render-now.ts'
import { languageOfCaller, speak } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { actDepsOf } from './act-deps.ts'
import { sendChanged, sendWrongState, tellNotAsked, tellOutcome } from './act-problems.ts'
import { answerActed } from './answer-acted.ts'
import { judgeTask, refuseUnasked, type TaskRefusal } from './judge-task.ts'

const schema = {
  summary: 'Give a job the task that KIE made of it',
  description:
    'For an unconfirmed or parked job (or a queued one, where Redis has forgotten that it was sent) whose task an ' +
    'operator found in the log of the KIE account. KIE must know the ' +
    'task, and its record must fit: the callback URL of the attempt, or, where KIE tells none, model, input and time. ' +
    'A task of another job is refused. The job then runs, or has its verdict at once. Costs nothing.',
  tags: ['Operators'],
  params: jobParams,
  body: bindBodySchema,
  response: {
    200: jobViewSchema,
    ...problemResponses(
      'bodyUnparsable',
      'jobUnknown',
      'notBindable',
      'taskRefused',
      'changedMeanwhile',
      'recordUnreadable',
      'bodyTooLarge',
      'mediaTypeUnsupported',
      'validation',
      'kieNotAsked',
    ),
  },
}

/** A queued one may have been sent before Redis went back in time. */
const WAITING_FOR_A_TASK: readonly State[] = ['queued', 'unconfirmed', 'parked']

export function bindTask(api: Api, deps: ApiDeps): void {
  const actDeps = actDepsOf(deps)
  const answer = answerActed(deps)
  const render = renderNow(deps)
  api.post(
    '/v1/jobs/:id/bind',
    { config: { access: 'operate' as const }, schema },
    async (request, reply) => {
      const { taskId } = request.body
      const found = await readOwnForAct(deps.ledger, request.caller, request.params.id)
      if (found === null) return sendProblem(reply, 'jobUnknown')
      const { job, readable } = found
      if (!readable) return sendProblem(reply, 'recordUnreadable')
      if (!WAITING_FOR_A_TASK.includes(job.state)) {
        // Asked for again, or the task's own callback was faster.
        if (job.taskId !== taskId) return sendWrongState(reply, 'notBindable', found)
        return (await render([job], speak(reply)))[0]
      }
      const early = refuseUnasked(found, taskId)
      if (early) return sendRefused(reply, early)

      const asked = await askKie(actDeps, job, taskId)
      if (asked.kind === 'stale') return sendChanged(reply, asked.lastAct)
      if (asked.kind === 'notAsked') return sendNotAsked(reply, asked)
      if (!asked.evidence.ok) return sendNotAsked(reply, asked)
      const refusal = judgeTask(asked.origin, found, deps.config.timing.createTimeoutMs)
      if (refusal) return sendRefused(reply, refusal)
      const bind = { by: request.caller.key, act: 'bind' as const, taskId }
      const bound = await deps.ledger.acts.bind(found, bind, asked.evidence)
      if (bound.kind === 'done') await settleRead(deps.ledger.acts, actDeps.timing, job, taskId, asked)
      return answer(request, reply, bound, { event: 'taskBound', found, credits: job.ceiling, taskId }, {})
    },
  )
}

function sendRefused(reply: FastifyReply, refusal: TaskRefusal): FastifyReply {
  return sendProblem(reply, 'taskRefused', WORDS[languageOfCaller(reply.request)].acts.taskRefused[refusal])
}

function sendNotAsked(reply: FastifyReply, asked: Exclude<Asked, { kind: 'stale' }>): FastifyReply {
  const language = languageOfCaller(reply.request)
  const detail =
    asked.kind === 'asked' ? tellOutcome(asked.outcome, language) : tellNotAsked(asked.why, language)
  return sendProblem(reply, 'kieNotAsked', detail)
}
