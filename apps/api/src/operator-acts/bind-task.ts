import { bindBodySchema, jobViewSchema } from '@kiln/contract'
import { belongsTo, callbackToken, type TaskOrigin } from '@kiln/kie-client'
import type { JobForAct } from '@kiln/ledger'
import type { FastifyReply } from 'fastify'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnForAct } from '../show-job/own-job.ts'
import { renderNow } from '../show-job/render-now.ts'
import { languageOfCaller, speak } from '../speak.ts'
import { WORDS, type Words } from '../words/words.ts'
import { sendChanged, sendWrongState, tellNotAsked, tellOutcome } from './act-problems.ts'
import { answerActed } from './answer-acted.ts'
import { askKie, type Asked } from './ask-kie.ts'
import { settleRead, timingOf } from './settle-read.ts'

const schema = {
  summary: 'Give a job the task that KIE made of it',
  description:
    'For an unconfirmed or parked job whose task an operator found in the log of the KIE account. KIE must know the ' +
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

type Refusal = keyof Words['acts']['taskRefused']

export function bindTask(api: Api, deps: ApiDeps): void {
  const timing = timingOf(deps.config)
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
      if (job.state !== 'parked' && job.state !== 'unconfirmed') {
        // Asked for again, or the task's own callback was faster.
        if (job.taskId !== taskId) return sendWrongState(reply, 'notBindable', found)
        return (await render([job], speak(reply)))[0]
      }
      const early = refuseUnasked(found, taskId)
      if (early) return sendRefused(reply, early)

      const asked = await askKie(deps, timing, job, taskId)
      if (asked.kind === 'stale') return sendChanged(reply, asked.lastAct)
      if (asked.kind === 'notAsked') return sendNotAsked(reply, asked)
      if (!asked.evidence.ok) return sendNotAsked(reply, asked)
      const refusal = judgeTask(asked.origin, found, deps.config.timing.createTimeoutMs)
      if (refusal) return sendRefused(reply, refusal)
      const bind = { by: request.caller.tenant, act: 'bind' as const, taskId }
      const bound = await deps.ledger.acts.bind(found, bind, asked.evidence)
      if (bound.kind === 'done') await settleRead(deps.ledger, timing, job, taskId, asked)
      return answer(request, reply, bound, { event: 'taskBound', found, credits: job.ceiling, taskId }, {})
    },
  )
}

/** What needs no look at KIE. */
function refuseUnasked({ job }: JobForAct, taskId: string): Refusal | null {
  if (job.taskId !== null && job.taskId !== taskId) return 'hasTask'
  return job.attempt === 0 || job.intentAt === null ? 'neverSent' : null
}

/** Whether KIE's record is of this job's attempt; null when it is. */
export function judgeTask(
  origin: TaskOrigin | null,
  { job, secret }: JobForAct,
  createTimeoutMs: number,
): Refusal | null {
  if (origin === null) return 'unknown'
  const intentAt = job.intentAt ?? job.createdAt
  const fits = belongsTo(origin, {
    token: secret === null ? null : callbackToken(job.id, job.attempt, secret),
    model: job.model,
    input: job.input,
    createdAt: intentAt,
    overAt: intentAt + createTimeoutMs,
  })
  return fits ? null : 'foreign'
}

function sendRefused(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendProblem(reply, 'taskRefused', WORDS[languageOfCaller(reply.request)].acts.taskRefused[refusal])
}

function sendNotAsked(reply: FastifyReply, asked: Exclude<Asked, { kind: 'stale' }>): FastifyReply {
  const language = languageOfCaller(reply.request)
  const detail =
    asked.kind === 'asked' ? tellOutcome(asked.outcome, language) : tellNotAsked(asked.why, language)
  return sendProblem(reply, 'kieNotAsked', detail)
}
