import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { problemOf, type ErrorCode } from '@kiln/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { languageOfCaller } from '../speak.ts'
import { classifyError } from './classify-error.ts'
import { PROBLEM_TYPE, sendProblem } from './send-problem.ts'

export function handleErrors(api: Api): void {
  api.setErrorHandler(answerError)
  api.setNotFoundHandler((_request, reply) => sendProblem(reply, 'routeUnknown'))
}

/** Answers whatever was thrown on the way, and writes down what is our own mistake. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, detail, errors } = classifyError(error, languageOfCaller(request))
  if (code === 'internal') request.log.error({ event: 'requestFailed', err: error })
  // Closing at once resets the connection under a client that still sends, and the answer is lost
  // with it. Kept open, the rest is read and dropped until the request's own deadline.
  if (code === 'bodyTooLarge') reply.removeHeader('connection')
  return sendProblem(reply, code, detail, errors)
}

const CLIENT_ERRORS: Partial<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headersTooLarge',
  ERR_HTTP_REQUEST_TIMEOUT: 'requestTimedOut',
}

/** Answers what never became a request: malformed HTTP, headers too large or too slow. It named no language. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const problem = problemOf(CLIENT_ERRORS[error.code ?? ''] ?? 'requestUnreadable', 'en')
    const body = JSON.stringify(problem)
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroy(error)
}
