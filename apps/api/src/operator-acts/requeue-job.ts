import { requeueBodySchema, requeuedJobSchema, type RequeueBody, type RequeuedJobView } from '@kiln/contract'
import type { ActOutcome, EditedInput, JobForAct } from '@kiln/ledger'
import {
  asksKieFirst,
  decideRequeue,
  mayRequeue,
  type RequeueDecision,
  type RequeuedJob,
} from '@kiln/lifecycle'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnForAct } from '../show-job/own-job.ts'
import { languageOfCaller } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { sendChanged, sendConfirmNeeded, sendWrongState, tellNotAsked, tellOutcome } from './act-problems.ts'
import { askKie, type Asked } from './ask-kie.ts'
import { editInput } from './edit-input.ts'
import { answerActed } from './answer-acted.ts'
import { settleRead, timingOf } from './settle-read.ts'

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
  const timing = timingOf(deps.config)
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

      const asked = asksKieFirst(requeuedOf(found)) ? await askKie(deps, timing, job, job.taskId!) : null
      if (asked?.kind === 'stale') return sendChanged(reply, asked.lastAct)
      const decision = decideRequeue(requeuedOf(found), asked?.kind === 'asked' ? asked.outcome : null)
      const edited = edit?.edited ?? null
      const confirmed = body.confirmCharge === true
      if (decision.kind === 'newAttempt' && decision.risk !== null && !confirmed) {
        const kieSays = asked && tellAsked(asked, request)
        return sendConfirmNeeded(reply, { found, risk: decision.risk, edited, kieSays })
      }
      const by = request.caller.tenant
      const acted = await carryOut(deps, { found, decision, asked, edited, by, confirmed }, timing)
      const done = { event: EVENTS[decision.kind], found, credits: edited?.ceiling ?? job.ceiling }
      return answer(request, reply, acted, done, {
        outcome: OUTCOMES[decision.kind],
        warnings: edit?.warnings ?? [],
      })
    },
  )
}

const OUTCOMES: Record<RequeueDecision['kind'], RequeuedJobView['outcome']> = {
  adopt: 'adopted',
  resume: 'resumed',
  newAttempt: 'requeued',
}
const EVENTS = { adopt: 'adopted', resume: 'resumed', newAttempt: 'requeued' } as const

/** A job that could be decided on, whatever state it is in by now: checked by `refuseAtOnce`. */
const requeuedOf = ({ job }: JobForAct) => job as RequeuedJob

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

interface Requeue {
  found: JobForAct
  decision: RequeueDecision
  asked: Asked | null
  edited: EditedInput | null
  by: string
  confirmed: boolean
}

async function carryOut(
  { ledger }: ApiDeps,
  { found, decision, asked, edited, by, confirmed }: Requeue,
  timing: ReturnType<typeof timingOf>,
): Promise<ActOutcome> {
  const { job } = found
  const read = asked?.kind === 'asked' ? asked : null
  if (decision.kind === 'newAttempt' || read === null || job.taskId === null) {
    return ledger.acts.requeue(found, { by, confirmed, edited, charged: chargeIn(read) })
  }
  if (job.state === 'parked') {
    const bind = { by, act: decision.kind, taskId: job.taskId }
    const bound = await ledger.acts.bind(found, bind, read.evidence)
    if (bound.kind === 'done') await settleRead(ledger, timing, job, job.taskId, read)
    return bound
  }
  if (decision.kind === 'resume') return ledger.acts.resume(found, by, read.evidence)
  const { outcome, evidence } = read
  // The decision was made on this very outcome.
  if (outcome.class !== 'succeeded') throw new Error(`nothing to adopt in ${outcome.class}`)
  return ledger.acts.adopt(found, by, { result: outcome.result, credits: outcome.creditsConsumed }, evidence)
}

/** What the attempt before turned out to have cost. */
function chargeIn(read: Extract<Asked, { kind: 'asked' }> | null): number | null {
  return read && 'creditsConsumed' in read.outcome ? read.outcome.creditsConsumed : null
}
