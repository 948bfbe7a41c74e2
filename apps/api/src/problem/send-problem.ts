import { problemOf, type ErrorCode, type FieldError, type Problem } from '@kiln/contract'
import type { FastifyReply } from 'fastify'
import { languageOfCaller, speak } from '../speak.ts'
import { WORDS } from '../words/words.ts'

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'
export const PROBLEM_TYPE = `${PROBLEM_MEDIA_TYPE}; charset=utf-8`

/** How long a caller should leave Redis alone: reconnecting takes two seconds at most. */
const REDIS_RETRY_AFTER_S = 2

/** Answers one row of the error table, in the caller's language. */
export function sendProblem(
  reply: FastifyReply,
  code: ErrorCode,
  detail?: string,
  errors?: FieldError[],
  lines?: Pick<Problem, 'badLines' | 'badLinesOmitted'>,
): FastifyReply {
  const problem = { ...problemOf(code, speak(reply), detail, errors), ...lines }
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503) reply.header('retry-after', REDIS_RETRY_AFTER_S)
  return reply.code(problem.status).type(PROBLEM_TYPE).send(problem)
}

export function sendEmptyBody(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 'bodyUnparsable', WORDS[languageOfCaller(reply.request)].emptyBody)
}

/** The places that must come free first, at the pace at which jobs go out; nobody is sent away for longer. */
const QUEUE_RETRY_MAX_S = 3_600

export function sendQueueFull(
  reply: FastifyReply,
  beyond: number,
  { count, windowMs }: { count: number; windowMs: number },
): FastifyReply {
  const seconds = Math.ceil((beyond * windowMs) / count / 1_000)
  reply.header('retry-after', Math.min(QUEUE_RETRY_MAX_S, Math.max(1, seconds)))
  return sendProblem(reply, 'queueFull')
}
