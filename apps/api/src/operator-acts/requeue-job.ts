import { requeueBodySchema, requeuedJobSchema, type RequeueBody } from '@kiln/contract'
import type { JobForAct } from '@kiln/ledger'
import { mayRequeue } from '@kiln/lifecycle'
import { requeue, type Asked } from '@kiln/operator-acts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnForAct } from '../show-job/own-job.ts'
import { languageOfCaller } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { actDepsOf } from './act-deps.ts'
import { sendChanged, sendConfirmNeeded, sendWrongState, tellNotAsked, tellOutcome } from './act-problems.ts'
import { editInput } from './edit-input.ts'
import { answerActed } from './answer-acted.ts'

const schema = {
  summary: 'Run a job again',
  description:
    'KIE is asked first where a task is known: a result it has by now is adopted, and a task that still runs is ' +
    'watched again; both cost nothing. Only a definite failure opens a new attempt as it is. Anything else, a job ' +
    'that succeeded and a parked one included, wants `confirmCharge: true`, and is answered 409 with what it may ' +
    'cost and why. Of two people who requeue the same attempt the second gets 409 with who was first and when.',
  tags: ['Operators'],
  params: jobParams,
  body: requeueBodySchema.nullish(),
  response: {
    200: requeuedJobSchema,
    ...problemResponses(
      'bodyUnparsable',
      'jobUnknown',
      'confirmChargeNeeded',
      'changedMeanwhile',
      'notRequeueable',
      'recordUnreadable',
      'bodyTooLarge',
      'mediaTypeUnsupported',
      'validation',
    ),
  },
}

export function requeueJob(api: Api, deps: ApiDeps): void {
  const actDeps = actDepsOf(deps)
  const answer = answerActed(deps)
  api.post(
    '/v1/jobs/:id/requeue',
    { config: { access: 'operate' as const }, schema },
    async (request, reply) => {
      const body = request.body ?? {}
      const found = await readOwnForAct(deps.ledger, request.caller, request.params.id)
      if (found === null) return sendProblem(reply, 'jobUnknown')
      const refused = refuseAtOnce(reply, found, body)
      if (refused) return refused
      const { job } = found
      const edit =
        body.input === undefined ? null : editInput(deps, job, body.input, languageOfCaller(request))
      if (edit?.ok === false) return sendProblem(reply, edit.code, edit.detail, edit.errors)

      const by = request.caller.key
      const edited = edit?.edited ?? null
      const confirms = () => body.confirmCharge === true
      const done = await requeue(actDeps, found, { actor: () => ({ by }), confirms, edited })
      switch (done.kind) {
        case 'stale':
          return sendChanged(reply, done.lastAct)
        case 'needsConfirm': {
          const kieSays = done.asked && tellAsked(done.asked, request)
          return sendConfirmNeeded(reply, { found, risk: done.risk, edited, kieSays })
        }
        case 'acted': {
          const { event, acted } = done
          const credits = edited?.ceiling ?? job.ceiling
          const more = { outcome: event, warnings: edit?.warnings ?? [] }
          return answer(request, reply, acted, { event, found, credits }, more)
        }
      }
    },
  )
}

function refuseAtOnce(reply: FastifyReply, found: JobForAct, { attempt }: RequeueBody): FastifyReply | null {
  const { job, readable, lastAct } = found
  if (!readable) return sendProblem(reply, 'recordUnreadable')
  if (attempt !== undefined && attempt !== job.attempt) {
    const { acts } = WORDS[languageOfCaller(reply.request)]
    return sendChanged(reply, lastAct, acts.otherAttempt(job.attempt, attempt))
  }
  return mayRequeue(job.state) ? null : sendWrongState(reply, 'notRequeueable', found)
}

function tellAsked(asked: Exclude<Asked, { kind: 'stale' }>, request: FastifyRequest): string {
  const language = languageOfCaller(request)
  return asked.kind === 'asked' ? tellOutcome(asked.outcome, language) : tellNotAsked(asked.why, language)
}
