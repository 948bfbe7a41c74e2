import { jobViewSchema } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { LIFECYCLE_WORDS, type State } from '@kiln/lifecycle'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnJob } from '../show-job/own-job.ts'
import { renderNow } from '../show-job/render-now.ts'
import { languageOfCaller, speak } from '../speak.ts'
import { WORDS } from '../words/words.ts'

const schema = {
  summary: 'Cancel a job',
  description:
    'A queued job ends at once and costs nothing. KIE cannot stop a task: one that was sent is watched to its end, ' +
    'gets no further attempt, and then ends as canceled with its charge and result.',
  tags: ['Jobs'],
  params: jobParams,
  response: { 200: jobViewSchema, ...problemResponses('jobUnknown', 'notCancelable') },
}

export function cancelJob(api: Api, deps: ApiDeps): void {
  const render = renderNow(deps)
  const options = { config: { access: 'operate' as const }, schema }
  api.post('/v1/jobs/:id/cancel', options, async (request, reply) => {
    const own = await readOwnJob(deps.ledger, request.caller, request.params.id)
    const outcome = own === null ? null : await deps.ledger.cancel(own.id, request.caller.key)
    if (outcome === null || outcome.kind === 'notFound') return sendProblem(reply, 'jobUnknown')
    const { kind, job } = outcome
    if (kind === 'refused') {
      return sendProblem(reply, 'notCancelable', tellState(job.state, languageOfCaller(request)))
    }
    const { id, model, state } = job
    const event = kind === 'canceled' ? 'canceled' : 'cancelRequested'
    request.log.info({ event, job: id, model, state }, 'canceled by its owner')
    if (kind === 'canceled') deps.metrics.jobFinished({ model, state: 'canceled', failure: 'none' })
    const [shown] = await render([job], speak(reply))
    return shown
  })
}

function tellState(state: State, language: Language): string {
  return WORDS[language].jobIs(state, LIFECYCLE_WORDS[language].states[state])
}
