import {
  bulkRequeueBodySchema,
  bulkRequeueListSchema,
  bulkRequeueSchema,
  requeuePlanSchema,
  type BulkRequeueBody,
} from '@kiln/contract'
import type { NewRequeue, RequeueFilter } from '@kiln/ledger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idempotencyOf, readIdempotencyKey } from '../accept-job/idempotency.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { readOwnBatch } from '../show-batch/own-batch.ts'
import { foretellRequeue } from './foretell-requeue.ts'
import { renderPlan, renderRequeue } from './render-requeue.ts'

/** Not checked further: what is no id of a requeue names none. */
const params = z.object({ id: z.string() })

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
    summary: 'List the bulk requeues that have not ended',
    tags: ['Operators'],
    response: { 200: bulkRequeueListSchema },
  },
  one: {
    summary: 'Show a bulk requeue',
    tags: ['Operators'],
    params,
    response: { 200: bulkRequeueSchema, ...problemResponses('requeueUnknown') },
  },
  abort: {
    summary: 'Abort a bulk requeue',
    description:
      'It requeues nothing more from the moment of the answer. Jobs that it has requeued go on; cancel them if they ' +
      'should not. One that has ended stays as it is.',
    tags: ['Operators'],
    params,
    response: { 200: bulkRequeueSchema, ...problemResponses('requeueUnknown') },
  },
}

const operate = { access: 'operate' as const }

export function bulkRequeues(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const foretell = foretellRequeue(deps)

  /** The requeue, if it is the caller's own; another tenant's is answered like one that does not exist. */
  async function readOwn({ caller }: FastifyRequest, id: string) {
    const requeue = await ledger.requeues.read(id)
    return requeue?.tenant === caller.tenant ? requeue : null
  }

  async function create(request: FastifyRequest, reply: FastifyReply, body: BulkRequeueBody) {
    const key = readIdempotencyKey(request.headers['idempotency-key'])
    if (key.kind === 'none') return sendProblem(reply, 'idempotencyKeyMissing')
    if (key.kind === 'invalid') return sendProblem(reply, 'idempotencyKeyInvalid')
    const { tenant } = request.caller
    const idempotency = idempotencyOf(tenant, key.key, body, deps.config.speed)
    const created = await ledger.requeues.create(newRequeueOf(tenant, body), idempotency)
    if (created.kind === 'conflict') return sendProblem(reply, 'idempotencyConflict')
    const { id, filter } = created.requeue
    if (created.kind === 'replayed') reply.header('idempotency-replayed', 'true')
    else request.log.warn({ event: 'bulkRequeue', requeue: id, by: tenant, filter }, 'a bulk requeue begins')
    return reply.code(202).send(renderRequeue(created.requeue))
  }

  api.post('/v1/requeues', { config: operate, schema: schemas.create }, async (request, reply) => {
    const { body, caller } = request
    const { batch } = body.filter
    if (batch !== undefined && (await readOwnBatch(ledger, caller, batch)) === null) {
      return sendProblem(reply, 'batchUnknown')
    }
    if (!body.dryRun) return create(request, reply, body)
    const { tenant, filter, limit, confirmCharge } = newRequeueOf(caller.tenant, body)
    const plan = await ledger.requeues.plan({ tenant, filter, limit, confirmCharge })
    return renderPlan(plan, await foretell(plan, tenant))
  })

  api.get('/v1/requeues', { config: operate, schema: schemas.list }, async ({ caller }) => ({
    requeues: (await ledger.requeues.open(caller.tenant)).map(renderRequeue),
  }))

  api.get('/v1/requeues/:id', { config: operate, schema: schemas.one }, async (request, reply) => {
    const own = await readOwn(request, request.params.id)
    return own === null ? sendProblem(reply, 'requeueUnknown') : renderRequeue(own)
  })

  api.post('/v1/requeues/:id/abort', { config: operate, schema: schemas.abort }, async (request, reply) => {
    const own = await readOwn(request, request.params.id)
    if (own === null) return sendProblem(reply, 'requeueUnknown')
    const by = request.caller.tenant
    await ledger.requeues.abort(own.id, by)
    request.log.warn({ event: 'bulkAbort', requeue: own.id, by }, 'a bulk requeue was aborted')
    return renderRequeue((await ledger.requeues.read(own.id)) ?? own)
  })
}

function newRequeueOf(tenant: string, body: BulkRequeueBody): NewRequeue {
  const { limit = null, canary, stopAfter, confirmCharge } = body
  return { tenant, by: tenant, filter: filterOf(body), limit, canary, stopAfter, confirmCharge }
}

function filterOf({ filter: { batch, since, until, ...filter } }: BulkRequeueBody): RequeueFilter {
  return {
    ...filter,
    ...(batch !== undefined && { batchId: batch }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  }
}
