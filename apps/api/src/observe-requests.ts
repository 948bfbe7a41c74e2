import { limitRepeats, type ApiMetrics } from '@kiln/telemetry'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from './api.ts'

/** One line and one measurement per request. The URL stays out of both: it may hold a token or a key. */
export function observeRequests(api: Api, metrics: ApiMetrics): void {
  // An outage of Redis fails thousands of requests in a second, all alike.
  const repeated = limitRepeats(api.log)
  api.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  api.addHook('onResponse', async (request, reply) => {
    const fields = fieldsOf(request, reply)
    metrics.httpAnswered({ ...fields, tookMs: reply.elapsedTime })
    if (fields.status === 503) repeated.warn('503', fields, 'request refused')
    else request.log[levelOf(fields)](fields, 'request answered')
  })
  api.addHook('onClose', async () => repeated.flush())
}

function fieldsOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    event: 'request',
    method: request.method,
    route: request.routeOptions.url,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
  }
}

function levelOf({ method, status }: { method: string; status: number }): 'warn' | 'info' | 'debug' {
  if (status >= 500) return 'warn'
  return method === 'GET' || method === 'HEAD' ? 'debug' : 'info'
}
