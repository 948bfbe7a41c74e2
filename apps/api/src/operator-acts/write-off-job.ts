import { jobViewSchema } from '@kiln/contract'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnForAct } from '../show-job/own-job.ts'
import { renderNow } from '../show-job/render-now.ts'
import { speak } from '../speak.ts'
import { sendWrongState } from './act-problems.ts'
import { answerActed } from './answer-acted.ts'

const schema = {
  summary: 'Give a parked job up',
  description:
    'It ends as canceled. Whether it was charged stays unknown: what it may have cost is counted in ' +
    '`kiln_credits_possibly_wasted_total`, and stays reserved in the budget of its day. If its task shows up after ' +
    'all, the job gains the result. Works on a damaged record too. Twice is the same as once.',
  tags: ['Operators'],
  params: jobParams,
  response: { 200: jobViewSchema, ...problemResponses('jobUnknown', 'notParked', 'changedMeanwhile') },
}

export function writeOffJob(api: Api, deps: ApiDeps): void {
  const answer = answerActed(deps)
  const render = renderNow(deps)
  const options = { config: { access: 'operate' as const }, schema }
  api.post('/v1/jobs/:id/write-off', options, async (request, reply) => {
    const found = await readOwnForAct(deps.ledger, request.caller, request.params.id)
    if (found === null) return sendProblem(reply, 'jobUnknown')
    const { job, lastAct } = found
    const isDone = job.state === 'canceled' && lastAct?.act === 'writeOff'
    if (isDone) return (await render([job], speak(reply)))[0]
    if (job.state !== 'parked') return sendWrongState(reply, 'notParked', found)
    const written = await deps.ledger.acts.writeOff(found, request.caller.key)
    return answer(request, reply, written, { event: 'writtenOff', found, credits: job.ceiling }, {})
  })
}
