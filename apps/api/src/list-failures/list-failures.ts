import {
  failureListQuerySchema,
  failurePageSchema,
  type FailureGroupView,
  type FailureListQuery,
} from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { FailureGroup, FailureQuery } from '@kiln/ledger'
import { FAULT_OF, LIFECYCLE_WORDS } from '@kiln/lifecycle'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { readOwnBatch } from '../show-batch/own-batch.ts'
import { renderTime } from '../show-job/render-time.ts'
import { speak } from '../speak.ts'

const schema = {
  summary: 'List failures, grouped by what caused them',
  description:
    'Failed jobs of one class, code, message and model are one group; numbers, ids, links and quoted text in ' +
    'messages make no difference. The jobs of a group: `GET /v1/jobs?cause=`.',
  tags: ['Operators'],
  querystring: failureListQuerySchema,
  response: { 200: failurePageSchema, ...problemResponses('validation') },
}

export function listFailures(api: Api, { ledger }: ApiDeps): void {
  api.get('/v1/failures', { config: { access: 'read' as const }, schema }, async (request, reply) => {
    const { caller, query } = request
    const language = speak(reply)
    if (query.batch !== undefined && (await readOwnBatch(ledger, caller, query.batch)) === null) {
      return { failures: [], nextCursor: null }
    }
    const { groups, nextCursor } = await ledger.failures(failureQueryOf(caller.tenant, query))
    return {
      failures: groups.map((group) => renderGroup(group, query.batch, language)),
      nextCursor: nextCursor === null ? null : String(nextCursor),
    }
  })
}

function failureQueryOf(tenant: string, query: FailureListQuery): FailureQuery {
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

function renderGroup(group: FailureGroup, batch: string | undefined, language: Language): FailureGroupView {
  const { cause, text, lost, firstAt, lastAt, ...told } = group
  return {
    cause,
    ...told,
    message: text,
    fault: FAULT_OF[group.class],
    advice: LIFECYCLE_WORDS[language].advice[group.class],
    credits: { lost },
    firstSeenAt: renderTime(firstAt),
    lastSeenAt: renderTime(lastAt),
    links: { jobs: `/v1/jobs?cause=${cause}${batch === undefined ? '' : `&batch=${batch}`}` },
  }
}
