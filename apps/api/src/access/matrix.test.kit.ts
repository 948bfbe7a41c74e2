import type { LightMyRequestResponse } from 'fastify'
import { JOB_BODY } from '../testing/drive-job.ts'
import type { TestApi } from '../testing/test-api.ts'

/** Who a route serves, how it is asked in earnest, and what a caller with the scope is answered. `:id` is of nobody. */
type Rule =
  | { scope: 'submit' | 'read' | 'operate' | 'admin'; status: number; body?: unknown }
  /** Everybody. */
  | { scope: 'open'; status: number; body?: unknown }

export const RULES: Readonly<Record<string, Rule>> = {
  'POST /v1/jobs': { scope: 'submit', status: 202, body: JOB_BODY },
  'GET /v1/jobs': { scope: 'read', status: 200 },
  'GET /v1/failures': { scope: 'read', status: 200 },
  'GET /v1/jobs/:id': { scope: 'read', status: 404 },
  'GET /v1/jobs/:id/events': { scope: 'read', status: 404 },
  'GET /v1/jobs/:id/receipt': { scope: 'read', status: 404 },
  'POST /v1/jobs/:id/cancel': { scope: 'operate', status: 404 },
  'POST /v1/jobs/:id/requeue': { scope: 'operate', status: 404 },
  'POST /v1/jobs/:id/bind': { scope: 'operate', status: 404, body: { taskId: 'a-task' } },
  'POST /v1/jobs/:id/write-off': { scope: 'operate', status: 404 },
  // Without a filter.
  'POST /v1/requeues': { scope: 'operate', status: 422 },
  'GET /v1/requeues': { scope: 'operate', status: 200 },
  'GET /v1/requeues/:id': { scope: 'operate', status: 404 },
  'POST /v1/requeues/:id/abort': { scope: 'operate', status: 404 },
  'POST /v1/cancels': { scope: 'operate', status: 422 },
  'GET /v1/cancels': { scope: 'operate', status: 200 },
  'GET /v1/cancels/:id': { scope: 'operate', status: 404 },
  'POST /v1/cancels/:id/abort': { scope: 'operate', status: 404 },
  'POST /v1/quotes': { scope: 'submit', status: 200, body: JOB_BODY },
  // Without an Idempotency-Key.
  'POST /v1/batches': { scope: 'submit', status: 400, body: { jobs: [JOB_BODY] } },
  'GET /v1/batches': { scope: 'read', status: 200 },
  'GET /v1/batches/:id': { scope: 'read', status: 404 },
  'GET /v1/batches/:id/results': { scope: 'read', status: 404 },
  'GET /v1/batches/:id/errors': { scope: 'read', status: 404 },
  'GET /v1/batches/:id/events': { scope: 'read', status: 404 },
  'POST /v1/batches/:id/cancel': { scope: 'operate', status: 404 },
  'POST /v1/batches/:id/retry-failed': { scope: 'operate', status: 404 },
  'GET /v1/models': { scope: 'read', status: 200 },
  'GET /v1/models/*': { scope: 'read', status: 404 },
  'GET /v1/system': { scope: 'operate', status: 200 },
  // Nothing says what.
  'POST /v1/system/pause': { scope: 'operate', status: 422 },
  'POST /v1/system/resume': { scope: 'operate', status: 422 },
  'GET /v1/keys': { scope: 'admin', status: 200 },
  'POST /v1/keys': { scope: 'admin', status: 422 },
  'POST /v1/keys/:name/revoke': { scope: 'admin', status: 404 },
  'GET /v1/audit': { scope: 'admin', status: 200 },
  'GET /metrics': { scope: 'read', status: 200 },
  'GET /healthz': { scope: 'open', status: 200 },
  'GET /readyz': { scope: 'open', status: 200 },
  'POST /callbacks/kie/:token': { scope: 'open', status: 200 },
  'GET /openapi.json': { scope: 'open', status: 200 },
}

/** A HEAD is asked for like its GET. */
export const ruleOf = (route: string): Rule | undefined => RULES[route.replace(/^HEAD /, 'GET ')]

/** What the server answers, without the pages of the documentation, which a plugin serves to everybody. */
export function routesOf(kiln: TestApi): string[] {
  return kiln.routes().filter((route) => !route.includes(' /docs'))
}

/** No object has it. */
export const NOBODYS = '0123456789abcdef01234567'

export function ask(
  kiln: TestApi,
  route: string,
  {
    secret,
    body,
    headers = {},
  }: { secret?: string | undefined; body?: unknown; headers?: Record<string, string> },
): Promise<LightMyRequestResponse> {
  const [method, url] = route.split(' ') as ['GET' | 'POST' | 'HEAD', string]
  return kiln.call(url, {
    method,
    headers: {
      host: 'kiln.example',
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  })
}
