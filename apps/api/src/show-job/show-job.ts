import { jobViewSchema } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobRecord } from '@kiln/ledger'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { speak } from '../speak.ts'
import { awaitVerdict } from './await-verdict.ts'
import { openPolls } from './open-polls.ts'
import { jobParams, readOwnJob } from './own-job.ts'
import { renderNow, type RenderNow } from './render-now.ts'

/** The longest `wait`; the server's own timeouts are set beyond it. */
export const WAIT_MAX_S = 60

const waitQuery = z.strictObject({
  wait: z.coerce
    .number()
    .min(0)
    .max(WAIT_MAX_S)
    .exactOptional()
    .describe('Seconds to wait for the job to end or be parked.'),
})

const schema = {
  summary: 'Show a job',
  description:
    'With `wait`, answers as soon as the job has ended or was parked, and when the time is over at the latest.',
  tags: ['Jobs'],
  params: jobParams,
  querystring: waitQuery,
  response: { 200: jobViewSchema, ...problemResponses('jobUnknown', 'validation') },
}

export function showJob(api: Api, deps: ApiDeps): void {
  const { ledger, verdicts } = deps
  const render = renderNow(deps)
  const polls = openPolls(api)
  api.get('/v1/jobs/:id', { config: { access: 'read' as const }, schema }, async (request, reply) => {
    const { id } = request.params
    const waitMs = (request.query.wait ?? 0) * 1000
    const read = () => readOwnJob(ledger, request.caller, id)
    const now = await read()
    const isWorthWaiting = now !== null && waitMs > 0
    const job = isWorthWaiting
      ? await awaitVerdict({ jobId: id, read, wait: verdicts.wait, waitMs, control: polls.open(reply) })
      : now
    return job === null ? sendProblem(reply, 'jobUnknown') : view(render, job, speak(reply))
  })
}

async function view(render: RenderNow, job: JobRecord, language: Language) {
  const [shown] = await render([job], language)
  return shown
}
