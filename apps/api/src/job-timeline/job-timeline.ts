import { timelineSchema } from '@kiln/contract'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { jobParams, readOwnJob } from '../show-job/own-job.ts'
import { renderTimeline } from './render-timeline.ts'

const schema = {
  summary: 'Tell what happened to a job',
  tags: ['Jobs'],
  params: jobParams,
  response: { 200: timelineSchema, ...problemResponses('jobUnknown') },
}

export function jobTimeline(api: Api, { ledger }: ApiDeps): void {
  api.get('/v1/jobs/:id/events', { config: { access: 'read' as const }, schema }, async (request, reply) => {
    const job = await readOwnJob(ledger, request.caller, request.params.id)
    if (job === null) return sendProblem(reply, 'jobUnknown')
    return renderTimeline(job.id, await ledger.timeline(job.id))
  })
}
