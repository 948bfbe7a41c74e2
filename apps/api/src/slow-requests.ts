import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from './api.ts'
import { answerClientError } from './problem/handle-errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether its body may take longer than a request usually may. */
    isSlow?: boolean
  }
}

/** How long a whole request may take to arrive. */
export const REQUEST_TIMEOUT_MS = 30_000

/** The server's own deadline is that of its slowest route; this is everybody else's. */
export function refuseSlowRequests(api: Api, timeoutMs = REQUEST_TIMEOUT_MS): void {
  api.addHook('onRequest', async (request, reply) => {
    const { 'content-length': length, 'transfer-encoding': chunked } = request.headers
    const hasBody = chunked !== undefined || Number(length ?? 0) > 0
    if (!hasBody || request.routeOptions.config.isSlow === true) return
    const timer = setTimeout(() => refuse(request, reply), timeoutMs).unref()
    for (const end of ['end', 'close']) request.raw.once(end, () => clearTimeout(timer))
  })
}

function refuse({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete) return
  // Answered already: only the rest of the body was waited for.
  if (reply.raw.writableEnded) raw.destroy()
  else answerClientError(TIMED_OUT, raw.socket)
}

const TIMED_OUT = Object.assign(new Error('the request took too long'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
