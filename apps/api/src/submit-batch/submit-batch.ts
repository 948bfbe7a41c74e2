import { batchBodySchema, batchQuerySchema, batchViewSchema } from '@kiln/contract'
import type { FastifySchemaCompiler } from 'fastify'
import { readIdempotencyKey } from '../accept-job/idempotency.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { validateWithZod } from '../problem/invalid-request.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { openPolls } from '../show-job/open-polls.ts'
import { boundUploads } from './bound-uploads.ts'
import { LINES_CODING, LINES_TYPE } from './read-body.ts'
import { takeIn } from './take-in.ts'

const schema = {
  summary: 'Accept a batch',
  description:
    'Up to 100,000 lines, 200 MB unpacked: `application/x-ndjson`, each line as the body of POST /v1/jobs, with name, ' +
    'budget and defaults in the query; or `application/json`. Both may be packed with gzip. Good lines run, bad ones come ' +
    'back with their number (`onInvalid=reject` refuses all). 202 comes once the batch is kept as a whole. ' +
    '`Idempotency-Key` is needed: the same key and body get the same answer, with `Idempotency-Replayed: true`.',
  tags: ['Batches'],
  consumes: ['application/json', 'application/x-ndjson'],
  querystring: batchQuerySchema,
  body: batchBodySchema,
  response: {
    202: batchViewSchema,
    ...problemResponses(
      'bodyUnparsable',
      'idempotencyKeyMissing',
      'idempotencyConflict',
      'batchTooLarge',
      'batchBeyondQueue',
      'mediaTypeUnsupported',
      'batchInvalid',
      'queueFull',
      'tooManyUploads',
    ),
  },
}

type Part = Parameters<FastifySchemaCompiler<unknown>>[0]

export function submitBatch(api: Api, deps: ApiDeps): void {
  const polls = openPolls(api)
  void api.register(async (plain) => {
    const scope: Api = plain
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(['application/json'], (_request, _body, done) => done(null, null))
    scope.addContentTypeParser(LINES_TYPE, (_request, _body, done) => done(null, null))
    const options = {
      config: { access: 'submit' as const, isSlow: true },
      schema,
      onRequest: boundUploads(deps.config.uploadsPerKey),
      // The handler judges the body, as it comes.
      validatorCompiler: (part: Part) =>
        part.httpPart === 'body' ? () => true : validateWithZod(part as never),
    }
    scope.post('/v1/batches', options, async (request, reply) => {
      const redis = deps.redis.state()
      if (redis.kind === 'unsafe') return sendProblem(reply, redis.code, redis.faults.join('; '))
      const {
        'idempotency-key': header,
        'content-encoding': encoding,
        'content-type': type,
      } = request.headers
      const key = readIdempotencyKey(header)
      if (key.kind === 'none') return sendProblem(reply, 'idempotencyKeyMissing')
      if (key.kind === 'invalid') return sendProblem(reply, 'idempotencyKeyInvalid')
      if (!LINES_CODING.test(encoding ?? '')) return sendProblem(reply, 'mediaTypeUnsupported')
      const { query } = request
      const { signal } = polls.open(reply)
      const call = {
        request,
        reply,
        query,
        isLines: LINES_TYPE.test(type ?? ''),
        idempotencyKey: key.key,
        signal,
      }
      return takeIn(call, deps)
    })
  })
}
