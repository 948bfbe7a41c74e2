import type { BulkRecord, NewBulk } from '@kiln/ledger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idempotencyOf, readIdempotencyKey } from '../accept-job/idempotency.ts'
import type { ApiDeps } from '../deps.ts'
import { sendProblem } from '../problem/send-problem.ts'

/** Not checked further: what is no id of a bulk act names none. */
export const bulkParams = z.object({ id: z.string() })

type RecordOf<Act> = Extract<BulkRecord, { act: Act }>

/** What all bulk acts have in common, whatever they do to jobs. */
export function bulkCalls<Act extends NewBulk['act']>({ ledger, config }: ApiDeps, act: Act) {
  const isOfAct = (bulk: BulkRecord | null): bulk is RecordOf<Act> => bulk?.act === act

  /** The caller's own; another tenant's is answered like one that does not exist. */
  async function readOwn({ caller }: FastifyRequest, id: string): Promise<RecordOf<Act> | null> {
    const bulk = await ledger.bulk.read(id)
    return isOfAct(bulk) && bulk.tenant === caller.tenant ? bulk : null
  }

  return {
    readOwn,

    /** The act that is made now or was made by the same key, or null where a problem was answered. */
    async create(
      request: FastifyRequest,
      reply: FastifyReply,
      bulk: Extract<NewBulk, { act: Act }>,
    ): Promise<RecordOf<Act> | null> {
      const refuse = (code: Parameters<typeof sendProblem>[1]) => {
        sendProblem(reply, code)
        return null
      }
      const key = readIdempotencyKey(request.headers['idempotency-key'])
      if (key.kind === 'none') return refuse('idempotencyKeyMissing')
      if (key.kind === 'invalid') return refuse('idempotencyKeyInvalid')
      const idempotency = idempotencyOf(bulk.tenant, key.key, request.body, config.speed)
      const created = await ledger.bulk.create(bulk, idempotency)
      if (created.kind === 'conflict' || !isOfAct(created.bulk)) return refuse('idempotencyConflict')
      if (created.kind === 'replayed') reply.header('idempotency-replayed', 'true')
      else {
        const { id, by, filter } = created.bulk
        request.log.warn({ event: 'bulkBegun', act, bulk: id, by, filter }, 'a bulk act begins')
      }
      return created.bulk
    },

    async page({ caller }: FastifyRequest, { limit, cursor }: { limit: number; cursor?: string }) {
      const before = cursor === undefined ? undefined : Number(cursor)
      const { bulks, nextCursor } = await ledger.bulk.list(act, caller.tenant, limit, before)
      return { bulks: bulks.filter(isOfAct), nextCursor: nextCursor === null ? null : String(nextCursor) }
    },

    async abort(request: FastifyRequest, id: string): Promise<RecordOf<Act> | null> {
      const own = await readOwn(request, id)
      if (own === null || own.endedAt !== null) return own
      const by = request.caller.key
      await ledger.bulk.abort(own.id, by)
      request.log.warn({ event: 'bulkAbort', act, bulk: own.id, by }, 'a bulk act was aborted')
      return (await readOwn(request, id)) ?? own
    },
  }
}

interface Filter {
  batch?: string
  since?: string
  until?: string
}

/** A filter as the ledger has it. */
export function filterOf<F extends Filter>({ batch, since, until, ...filter }: F) {
  return {
    ...filter,
    ...(batch !== undefined && { batchId: batch }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  }
}
