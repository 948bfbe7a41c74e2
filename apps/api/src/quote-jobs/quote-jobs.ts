import {
  batchQuoteSchema,
  jobBodySchema,
  jobQuoteSchema,
  QUOTE_BODY_BYTES_MAX,
  quoteBatchBodySchema,
} from '@kiln/contract'
import { quoteBatch, quoteJob, type Preflight } from '@kiln/preflight'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendEmptyBody, sendProblem } from '../problem/send-problem.ts'
import { speak } from '../speak.ts'
import { foretellBatch, type Foretell } from './foretell-batch.ts'

const schema = {
  summary: 'Check and price jobs',
  description:
    'Nothing is sent, kept or paid. For one job: what would be sent and what it would cost, or the problem that ' +
    'POST /v1/jobs would answer. With `jobs`: the totals over all lines, and every bad line. A price that is not ' +
    'known is `unknown`, never 0; so is the end, and what is left of the balance, `null` while Redis is away or a gate is ' +
    'closed that a person opens. Whoever may submit may ask.',
  tags: ['Jobs'],
  body: z.union([jobBodySchema, quoteBatchBodySchema]),
  response: {
    200: z.union([jobQuoteSchema, batchQuoteSchema]),
    ...problemResponses('bodyUnparsable', 'bodyTooLarge', 'mediaTypeUnsupported', 'validation'),
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
    validatorCompiler: () => leaveToHandler,
  }
  api.post('/v1/quotes', options, async (request, reply) => {
    const raw: unknown = request.body
    if (raw === undefined || raw === null) return sendEmptyBody(reply)
    const language = speak(reply)
    const quote = isBatch(raw)
      ? await quoteBatch(raw, preflight, language, gone(reply))
      : quoteJob(raw, preflight, language)
    if (quote === null) return reply.hijack()
    if ('code' in quote) return sendProblem(reply, quote.code, quote.detail, quote.errors)
    return 'finishAt' in quote ? { ...quote, ...(await foretell(quote, request.caller.tenant)) } : quote
  })
}

/** Aborted once the connection is closed: for nobody ten thousand lines need not be judged. */
function gone(reply: FastifyReply): AbortSignal {
  const control = new AbortController()
  if (reply.raw.closed) control.abort()
  reply.raw.once('close', () => control.abort())
  return control.signal
}

/** The faults of a union would name neither of its shapes, so the handler judges the one that is meant. */
const leaveToHandler = () => true

/** No job has a field `jobs`. */
function isBatch(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'jobs')
}
