import { type Language, languageOf } from '@kiln/languages'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The language in which the caller wants to be told. */
export function languageOfCaller(request: FastifyRequest): Language {
  return languageOf(request.headers['accept-language'])
}

/** For an answer that holds sentences: says in which language they are, and that another caller may get others. */
export function speak(reply: FastifyReply): Language {
  const language = languageOfCaller(reply.request)
  reply.header('content-language', language).header('vary', 'accept-language')
  return language
}
