import {
  bulkCancelBodySchema,
  bulkCancelPageSchema,
  bulkCancelSchema,
  bulkListQuerySchema,
  cancelPlanSchema,
  type BulkCancelBody,
} from '@kiln/contract'
import type { NewCancel } from '@kiln/ledger'
import type { Caller } from '../access/keyring.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { readOwnBatch } from '../show-batch/own-batch.ts'
import { bulkCalls, bulkParams, filterOf } from './bulk-calls.ts'
import { renderCancel, renderCancelPlan } from './render-bulk.ts'

const schemas = {
  create: {
    summary: 'Cancel many jobs',
    description:
      'With `dryRun` only the plan is answered: how many match, how many end at once and for how many the mark is all ' +
      'that can be done, and which credits that saves. Without it the workers cancel the jobs that have not ended at ' +
      'this moment, each as a single cancel does: a queued one ends and costs nothing; KIE cannot stop a task, so that ' +
      'one that was sent runs to its end, gets no further attempt, and then ends as canceled. `Idempotency-Key` is ' +
      'needed then.',
    tags: ['Operators'],
    body: bulkCancelBodySchema,
    response: {
      200: cancelPlanSchema,
      202: bulkCancelSchema,
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
    summary: 'List bulk cancels, newest first',
    tags: ['Operators'],
    querystring: bulkListQuerySchema,
    response: { 200: bulkCancelPageSchema, ...problemResponses('validation') },
  },
  one: {
    summary: 'Show a bulk cancel',
    tags: ['Operators'],
    params: bulkParams,
    response: { 200: bulkCancelSchema, ...problemResponses('cancelUnknown') },
  },
  abort: {
    summary: 'Abort a bulk cancel',
    description:
      'It cancels nothing more from the moment of the answer. What it has canceled stays so; requeue it if it should ' +
      'run. One that has ended stays as it is.',
    tags: ['Operators'],
    params: bulkParams,
    response: { 200: bulkCancelSchema, ...problemResponses('cancelUnknown') },
  },
}

const operate = { access: 'operate' as const }

export function bulkCancels(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const calls = bulkCalls(deps, 'cancel')

  api.post('/v1/cancels', { config: operate, schema: schemas.create }, async (request, reply) => {
    const { body, caller } = request
    const { batch } = body.filter
    if (batch !== undefined && (await readOwnBatch(ledger, caller, batch)) === null) {
      return sendProblem(reply, 'batchUnknown')
    }
    const wish = newCancelOf(caller, body)
    if (body.dryRun) return renderCancelPlan(await ledger.bulk.planCancel(wish))
    const made = await calls.create(request, reply, wish)
    return made === null ? reply : reply.code(202).send(renderCancel(made))
  })

  api.get('/v1/cancels', { config: operate, schema: schemas.list }, async (request) => {
    const { bulks, nextCursor } = await calls.page(request, request.query)
    return { cancels: bulks.map(renderCancel), nextCursor }
  })

  api.get('/v1/cancels/:id', { config: operate, schema: schemas.one }, async (request, reply) => {
    const own = await calls.readOwn(request, request.params.id)
    return own === null ? sendProblem(reply, 'cancelUnknown') : renderCancel(own)
  })

  api.post('/v1/cancels/:id/abort', { config: operate, schema: schemas.abort }, async (request, reply) => {
    const own = await calls.abort(request, request.params.id)
    return own === null ? sendProblem(reply, 'cancelUnknown') : renderCancel(own)
  })
}

function newCancelOf({ tenant, key: by }: Caller, body: BulkCancelBody): NewCancel {
  const { filter, limit = null } = body
  return { act: 'cancel', tenant, by, filter: filterOf(filter), limit }
}
