import {
  bulkListQuerySchema,
  bulkRequeueBodySchema,
  bulkRequeuePageSchema,
  bulkRequeueSchema,
  requeuePlanSchema,
  type BulkRequeueBody,
} from '@kiln/contract'
import type { NewRequeue } from '@kiln/ledger'
import type { Caller } from '../access/keyring.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { readOwnBatch } from '../show-batch/own-batch.ts'
import { bulkCalls, bulkParams, filterOf } from './bulk-calls.ts'
import { foretellRequeue } from './foretell-requeue.ts'
import { renderRequeue, renderRequeuePlan } from './render-bulk.ts'

const schemas = {
  create: {
    summary: 'Run many failed jobs again',
    description:
      'With `dryRun` only the plan is answered: how many match, how many are eligible and why others are not, what it ' +
      'costs now and how long it takes. Without it the workers requeue the jobs that stand in the groups at this ' +
      'moment, each by the rules of a single requeue: KIE is asked first, and nothing that may be charged twice is ' +
      'sent unless `confirmCharge` says so. `Idempotency-Key` is needed then.',
    tags: ['Operators'],
    body: bulkRequeueBodySchema,
    response: {
      200: requeuePlanSchema,
      202: bulkRequeueSchema,
      ...problemResponses(
        'bodyUnparsable',
        'idempotencyKeyMissing',
        'idempotencyKeyInvalid',
        'idempotencyConflict',
        'batchUnknown',
        'bodyTooLarge',
        'mediaTypeUnsupported',
        'validation',
      ),
    },
  },
  list: {
    summary: 'List bulk requeues, newest first',
    tags: ['Operators'],
    querystring: bulkListQuerySchema,
    response: { 200: bulkRequeuePageSchema, ...problemResponses('validation') },
  },
  one: {
    summary: 'Show a bulk requeue',
    tags: ['Operators'],
    params: bulkParams,
    response: { 200: bulkRequeueSchema, ...problemResponses('requeueUnknown') },
  },
  abort: {
    summary: 'Abort a bulk requeue',
    description:
      'It requeues nothing more from the moment of the answer. Jobs that it has requeued go on; cancel them if they ' +
      'should not. One that has ended stays as it is.',
    tags: ['Operators'],
    params: bulkParams,
    response: { 200: bulkRequeueSchema, ...problemResponses('requeueUnknown') },
  },
}

const operate = { access: 'operate' as const }

export function bulkRequeues(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const calls = bulkCalls(deps, 'requeue')
  const foretell = foretellRequeue(deps)

  api.post('/v1/requeues', { config: operate, schema: schemas.create }, async (request, reply) => {
    const { body, caller } = request
    const { batch } = body.filter
    if (batch !== undefined && (await readOwnBatch(ledger, caller, batch)) === null) {
      return sendProblem(reply, 'batchUnknown')
    }
    const wish = newRequeueOf(caller, body)
    if (!body.dryRun) {
      const made = await calls.create(request, reply, wish)
      return made === null ? reply : reply.code(202).send(renderRequeue(made))
    }
    const plan = await ledger.bulk.planRequeue(wish)
    return renderRequeuePlan(plan, await foretell(plan, caller.tenant))
  })

  api.get('/v1/requeues', { config: operate, schema: schemas.list }, async (request) => {
    const { bulks, nextCursor } = await calls.page(request, request.query)
    return { requeues: bulks.map(renderRequeue), nextCursor }
  })

  api.get('/v1/requeues/:id', { config: operate, schema: schemas.one }, async (request, reply) => {
    const own = await calls.readOwn(request, request.params.id)
    return own === null ? sendProblem(reply, 'requeueUnknown') : renderRequeue(own)
  })

  api.post('/v1/requeues/:id/abort', { config: operate, schema: schemas.abort }, async (request, reply) => {
    const own = await calls.abort(request, request.params.id)
    return own === null ? sendProblem(reply, 'requeueUnknown') : renderRequeue(own)
  })
}

function newRequeueOf({ tenant, key: by }: Caller, body: BulkRequeueBody): NewRequeue {
  const { filter, limit = null, canary, stopAfter, confirmCharge } = body
  return {
    act: 'requeue',
    tenant,
    by,
    filter: filterOf(filter),
    limit,
    canary,
    stopAfter,
    confirmCharge,
  }
}
