import {
  batchQuoteSchema,
  jobBodySchema,
  jobQuoteSchema,
  QUOTE_BODY_BYTES_MAX,
  quoteBatchBodySchema,
  quoteQuerySchema,
} from '@kiln/contract'
import { quoteBatch, quoteJob, type Preflight } from '@kiln/preflight'
import type { Language } from '@kiln/languages'
import type { FastifyReply, FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { validateWithZod } from '../problem/invalid-request.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendEmptyBody, sendProblem } from '../problem/send-problem.ts'
import { speak } from '../speak.ts'
import { LINES_TYPE } from '../submit-batch/read-body.ts'
import { foretellBatch, type Foretell } from './foretell-batch.ts'
import { quoteLines, type Quoted } from './quote-lines.ts'

const schema = {
  summary: 'Check and price jobs',
  description:
    'Nothing is sent, kept or paid. For one job: what would be sent and what it would cost, or the problem that ' +
    'POST /v1/jobs would answer. With `jobs`, or as `application/x-ndjson` with name, budget and defaults in the query: the totals over all lines, and every bad line. A price that is not ' +
    'known is `unknown`, never 0; so is the end, and what is left of the balance, `null` while Redis is away or a gate is ' +
    'closed that a person opens. Whoever may submit may ask.',
  tags: ['Jobs'],
  consumes: ['application/json', 'application/x-ndjson'],
  querystring: quoteQuerySchema,
  body: z.union([jobBodySchema, quoteBatchBodySchema]),
  response: {
    200: z.union([jobQuoteSchema, batchQuoteSchema]),
    ...problemResponses(
      'bodyUnparsable',
      'bodyTooLarge',
      'mediaTypeUnsupported',
      'batchInvalid',
      'validation',
    ),
  },
}

export function quoteJobs(api: Api, deps: ApiDeps): void {
  quoteBy(api, deps, foretellBatch(deps))
}

/** By what jobs are judged, and by what is foretold of a batch. */
export function quoteBy(api: Api, preflight: Preflight, foretell: Foretell): void {
  const options = {
    config: { access: 'submit' as const },
    schema,
    bodyLimit: QUOTE_BODY_BYTES_MAX,
    // The faults of a union would name neither of its shapes, so the handler judges the one that is meant.
    validatorCompiler: (part: Part) =>
      part.httpPart === 'body' ? () => true : validateWithZod(part as never),
  }
  void api.register(async (plain) => {
    const scope: Api = plain
    scope.addContentTypeParser(LINES_TYPE, (_request, _body, done) => done(null, null))
    scope.post('/v1/quotes', options, async (request, reply) => {
      const language = speak(reply)
      const { body, query, raw, headers } = request
      // What is left of a body is dropped, so that the answer reaches a caller who still sends.
      reply.raw.once('finish', () => raw.resume())
      const quoted = LINES_TYPE.test(headers['content-type'] ?? '')
        ? await quoteLines(raw, query, preflight, language, gone(reply))
        : await quoteDocument(body, preflight, language, gone(reply))
      if ('kind' in quoted) return reply.hijack()
      if ('refuse' in quoted) return quoted.refuse(reply)
      const { quote } = quoted
      return 'finishAt' in quote ? { ...quote, ...(await foretell(quote, request.caller.tenant)) } : quote
    })
  })
}

async function quoteDocument(
  body: unknown,
  preflight: Preflight,
  language: Language,
  signal: AbortSignal,
): Promise<Quoted> {
  if (body === undefined || body === null) return { refuse: sendEmptyBody }
  const quote = isBatch(body)
    ? await quoteBatch(body, preflight, language, signal)
    : quoteJob(body, preflight, language)
  if (quote === null) return { kind: 'gone' }
  if (!('code' in quote)) return { quote }
  return { refuse: (reply) => sendProblem(reply, quote.code, quote.detail, quote.errors) }
}

type Part = Parameters<FastifySchemaCompiler<unknown>>[0]

/** Aborted once the connection is closed: for nobody ten thousand lines need not be judged. */
function gone(reply: FastifyReply): AbortSignal {
  const control = new AbortController()
  if (reply.raw.closed) control.abort()
  reply.raw.once('close', () => control.abort())
  return control.signal
}

/** No job has a field `jobs`. */
function isBatch(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'jobs')
}
