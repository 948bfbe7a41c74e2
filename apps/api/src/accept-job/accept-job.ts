import { acceptedJobSchema, jobBodySchema } from '@kiln/contract'
import type { NewJob } from '@kiln/ledger'
import { checkJob } from '@kiln/preflight'
import { previewInput } from '@kiln/telemetry'
import type { FastifyRequest } from 'fastify'
import { capsOf } from '../access/caps-of.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendEmptyBody, sendProblem, sendQueueFull } from '../problem/send-problem.ts'
import { speak } from '../speak.ts'
import { idempotencyOf, readIdempotencyKey } from './idempotency.ts'
import { judgeBudget } from './judge-budget.ts'
import { newJobOf } from './new-job.ts'
import { renderAccepted } from './render-accepted.ts'

const schema = {
  summary: 'Accept a job',
  description:
    'Checked against the rules of the model before anything is paid. `Idempotency-Key` (1-255 visible ASCII characters, ' +
    'kept 72 hours): the same key and body get the same answer (in the language asked for), with `Idempotency-Replayed: true`.',
  tags: ['Jobs'],
  body: jobBodySchema,
  response: {
    202: acceptedJobSchema,
    ...problemResponses(
      'bodyUnparsable',
      'idempotencyConflict',
      'bodyTooLarge',
      'mediaTypeUnsupported',
      'validation',
      'queueFull',
    ),
  },
}

export function acceptJob(api: Api, deps: ApiDeps): void {
  const options = { config: { access: 'submit' as const }, schema, validatorCompiler: () => leaveToHandler }
  api.post('/v1/jobs', options, async (request, reply) => {
    const redis = deps.redis.state()
    if (redis.kind === 'unsafe') return sendProblem(reply, redis.code, redis.faults.join('; '))
    const raw: unknown = request.body
    if (raw === undefined || raw === null) return sendEmptyBody(reply)
    const key = readIdempotencyKey(request.headers['idempotency-key'])
    if (key.kind === 'invalid') return sendProblem(reply, 'idempotencyKeyInvalid')
    const language = speak(reply)
    const checked = checkJob(raw, deps, language)
    if (!checked.ok) return sendProblem(reply, checked.code, checked.detail, checked.errors)

    const { tenant } = request.caller
    const job = newJobOf(checked, tenant, deps.config.defaultRetries, deps)
    const idempotency = key.kind === 'given' ? idempotencyOf(tenant, key.key, raw, deps.config.speed) : null
    const overBudget = judgeBudget(job.ceiling, capsOf(tenant, deps).budgetPerDay, language)
    // The budget may have been larger when the same call was answered before.
    const known = overBudget && idempotency ? await deps.ledger.replay(idempotency) : null
    if (overBudget && !known) return sendProblem(reply, 'validation', overBudget.message, [overBudget])
    const outcome = known ?? (await deps.ledger.accept(job, idempotency))
    if (outcome.kind === 'conflict') return sendProblem(reply, 'idempotencyConflict')
    if (outcome.kind === 'queueFull') return sendQueueFull(reply, outcome.beyond, deps.config.submit.limit)
    if (outcome.kind === 'replayed') reply.header('idempotency-replayed', 'true')
    if (outcome.kind === 'accepted') {
      logAccepted(request, job, deps.config.log.prompts)
      deps.requestFeed()
    }
    const view = renderAccepted(outcome.job, checked.fitting.warnings, language)
    return reply.code(202).header('location', view.links.self).send(view)
  })
}

/** The handler judges shape and input together, to tell every fault at once. */
const leaveToHandler = () => true

function logAccepted(request: FastifyRequest, job: NewJob, logPrompts: boolean): void {
  const { id, model, type, input } = job
  const fields = {
    event: 'accepted',
    job: id,
    model,
    type,
    state: 'queued',
    ...previewInput(input, { logPrompts }),
  }
  request.log.info(fields, 'job accepted')
}
