import { jobListQuerySchema, jobPageSchema, type JobListQuery } from '@kiln/contract'
import type { JobQuery } from '@kiln/ledger'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { renderNow } from '../show-job/render-now.ts'
import { speak } from '../speak.ts'

const schema = {
  summary: 'List jobs, newest first',
  tags: ['Jobs'],
  querystring: jobListQuerySchema,
  response: { 200: jobPageSchema, ...problemResponses('validation') },
}

export function listJobs(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const render = renderNow(deps)
  api.get('/v1/jobs', { config: { access: 'read' as const }, schema }, async (request, reply) => {
    const { jobs, nextCursor } = await ledger.list(jobQueryOf(request.caller.tenant, request.query))
    return {
      jobs: await render(jobs, speak(reply)),
      nextCursor: nextCursor === null ? null : String(nextCursor),
    }
  })
}

function jobQueryOf(tenant: string, query: JobListQuery): JobQuery {
  const { batch, since, until, cursor, ...filters } = query
  return {
    tenant,
    ...filters,
    ...(batch !== undefined && { batchId: batch }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
    ...(cursor !== undefined && { cursor: Number(cursor) }),
  }
}
