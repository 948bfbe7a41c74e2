import { batchListQuerySchema, batchPageSchema, batchViewSchema } from '@kiln/contract'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { speak } from '../speak.ts'
import { batchParams, readOwnBatch } from './own-batch.ts'
import { renderBatchNow } from './render-batch.ts'

const schemas = {
  one: {
    summary: 'Show a batch',
    description: 'Its lines by state, what they cost, and when all is likely to be done.',
    tags: ['Batches'],
    params: batchParams,
    response: { 200: batchViewSchema, ...problemResponses('batchUnknown') },
  },
  list: {
    summary: 'List batches, newest first',
    tags: ['Batches'],
    querystring: batchListQuerySchema,
    response: { 200: batchPageSchema, ...problemResponses('validation') },
  },
  cancel: {
    summary: 'Cancel what is left of a batch',
    description:
      'What was not sent ends as canceled and costs nothing; nothing more is sent from the moment of the answer. What was ' +
      'sent is watched to its end, gets no further attempt, and then ends as canceled with its charge and result.',
    tags: ['Batches'],
    params: batchParams,
    response: { 200: batchViewSchema, ...problemResponses('batchUnknown') },
  },
}

const read = { access: 'read' as const }
const operate = { access: 'operate' as const }

export function showBatches(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const render = renderBatchNow(deps)

  api.get('/v1/batches', { config: read, schema: schemas.list }, async (request, reply) => {
    const { cursor, limit } = request.query
    const before = cursor === undefined ? undefined : Number(cursor)
    const { batches, nextCursor } = await ledger.batches.list(request.caller.tenant, limit, before)
    const language = speak(reply)
    return {
      batches: await Promise.all(batches.map((batch) => render(batch, language))),
      nextCursor: nextCursor === null ? null : String(nextCursor),
    }
  })

  api.get('/v1/batches/:id', { config: read, schema: schemas.one }, async (request, reply) => {
    const batch = await readOwnBatch(ledger, request.caller, request.params.id)
    return batch === null ? sendProblem(reply, 'batchUnknown') : render(batch, speak(reply))
  })

  api.post('/v1/batches/:id/cancel', { config: operate, schema: schemas.cancel }, async (request, reply) => {
    const own = await readOwnBatch(ledger, request.caller, request.params.id)
    if (own === null || (await ledger.batches.cancel(own.id, request.caller.key)) === 'gone') {
      return sendProblem(reply, 'batchUnknown')
    }
    request.log.info({ event: 'batchCanceled', batch: own.id }, 'the rest of a batch canceled by its owner')
    return render((await ledger.batches.read(own.id)) ?? own, speak(reply))
  })
}
