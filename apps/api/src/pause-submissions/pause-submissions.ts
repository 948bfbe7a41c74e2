import { pauseBodySchema, pausedSchema, resumedSchema } from '@kiln/contract'
import type { PauseScope } from '@kiln/ledger'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { renderTime } from '../show-job/render-time.ts'
import { tellCause } from '../show-job/tell-cause.ts'
import { speak } from '../speak.ts'

const shared = {
  tags: ['System'],
  body: pauseBodySchema,
}
const problems = problemResponses(
  'bodyUnparsable',
  'modelNotListed',
  'bodyTooLarge',
  'mediaTypeUnsupported',
  'validation',
)

const pauseSchema = {
  ...shared,
  summary: 'Pause submissions',
  description:
    'Nothing new is sent to KIE, by any worker, until somebody resumes. Jobs are still accepted and wait behind the ' +
    'gate `paused`; what KIE has already is watched to its end. Pausing twice changes nothing. With the scope ' +
    '`model:<id>` this holds for the jobs of one model alone.',
  response: { 200: pausedSchema, ...problems },
}

const resumeSchema = {
  ...shared,
  summary: 'Resume submissions',
  description:
    'Opens the gate `paused`, whoever closed it. kiln closes it by itself when Redis comes back with an older state ' +
    '(detail `rolledBack: …`): jobs that were paid since then stand as queued, and after this call they are paid ' +
    'again unless they were canceled before.',
  response: { 200: resumedSchema, ...problems },
}

export function pauseSubmissions(api: Api, { ledger, catalog, requestFeed }: ApiDeps): void {
  /** A model goes by its own id in the ledger, whatever alias was given; null when there is none. */
  function scopeOf(scope: PauseScope): PauseScope | null {
    if (scope === 'submit') return scope
    const model = catalog.describe(scope.slice('model:'.length))
    return model && `model:${model.id}`
  }

  const config = { access: 'operate' as const }
  api.post('/v1/system/pause', { config, schema: pauseSchema }, async (request, reply) => {
    const { key: by } = request.caller
    const scope = scopeOf(request.body.scope)
    if (scope === null) return sendProblem(reply, 'modelNotListed')
    const { cause, since } = await ledger.pause(scope, by)
    request.log.warn({ event: 'submissionsPaused', scope, by, cause }, 'submissions are paused')
    return { scope, paused: true as const, detail: tellCause(cause, speak(reply)), since: renderTime(since) }
  })
  api.post('/v1/system/resume', { config, schema: resumeSchema }, async (request, reply) => {
    const { key: by } = request.caller
    const scope = scopeOf(request.body.scope)
    if (scope === null) return sendProblem(reply, 'modelNotListed')
    const { missingIntents } = await ledger.resume(scope, by)
    request.log.warn({ event: 'submissionsResumed', scope, by, missingIntents }, 'submissions are resumed')
    requestFeed()
    return { scope, paused: false as const, missingIntents }
  })
}
