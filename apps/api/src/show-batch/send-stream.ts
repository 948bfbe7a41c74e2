import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Answers with texts as they come about: the next one is asked for when the one before it has gone out. */
export function sendStream(reply: FastifyReply, type: string, texts: AsyncIterable<string>): FastifyReply {
  return reply.type(type).send(Readable.from(texts, { objectMode: false }))
}
