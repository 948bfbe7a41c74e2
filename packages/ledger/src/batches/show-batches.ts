import { STATES } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { isBatchId, keysUnder, laneOf } from '../keys.ts'
import type { LedgerLimits } from '../limits.ts'
import { parseRecord, type JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { parseBatch, type BatchRecord } from './batch-record.ts'

/** How far along the queue of the installation is. */
export interface Standing {
  /** Jobs of everybody that wait. */
  queued: number
  /** How many jobs go out while one of the lane does. */
  turns: number
  windowUsed: number
  windowFreeAt: number
  /** Until when a gate of the account holds everything; null when none does. */
  heldUntil: number | null
  now: number
}

interface BatchPage {
  batches: BatchRecord[]
  nextCursor: number | null
}

export interface ShownBatches {
  read(id: string): Promise<BatchRecord | null>
  /** Newest first; `cursor` is the `seq` of the last one seen. */
  list(tenant: string, limit: number, cursor?: number): Promise<BatchPage>
  /** Queued jobs that stand for all of a batch: the next of each of its models. */
  headsOf(batch: BatchRecord): Promise<JobRecord[]>
  standing(tenant: string, batchId: string | null): Promise<Standing>
  /** When the last jobs of everybody that had been sent came to an end, or to a person; the newest first. */
  endsLately(): Promise<number[]>
}

/** Enough to tell how fast they end; of so many a reader thinks nothing. */
const ENDS_READ = 200
const HEADS_MAX = 50
/** Where none stands in its lane, these are looked through for one that waits elsewhere. */
const SAMPLE = 100

export function showBatches(
  redis: Redis,
  prefix: string,
  run: RunScript,
  limits: LedgerLimits,
): ShownBatches {
  const keys = keysUnder(prefix)
  const readBatch = async (id: string) => parseBatch(await redis.hgetall(keys.batchRecord(id)))

  async function queuedAmong(ids: readonly string[]): Promise<JobRecord[]> {
    const records = await Promise.all(ids.map((id) => redis.hgetall(keys.job(id)).catch(() => ({}))))
    return records.flatMap((hash) => {
      const parsed = parseRecord(hash)
      return parsed.ok && parsed.job.state === 'queued' ? [parsed.job] : []
    })
  }

  return {
    read: async (id) => (isBatchId(id) ? readBatch(id) : null),
    async list(tenant, limit, cursor) {
      const below = cursor === undefined ? '+inf' : `(${cursor}`
      const ids = await redis.zrevrangebyscore(keys.batches(tenant), below, '-inf', 'LIMIT', 0, limit)
      const found = await Promise.all(ids.map(readBatch))
      const batches = found.filter((batch) => batch !== null)
      return { batches, nextCursor: ids.length < limit ? null : (batches.at(-1)?.seq ?? null) }
    },
    async headsOf({ id, tenant }) {
      const lane = laneOf({ tenant, batchId: id })
      const models = (await redis.smembers(keys.key('lane', lane))).slice(0, HEADS_MAX)
      const heads = await Promise.all(models.map((model) => redis.zrange(keys.ready(lane, model), '0', '0')))
      const ready = await queuedAmong(heads.flat())
      return ready.length > 0
        ? ready
        : queuedAmong(await redis.zrange(keys.key('batch', id), '0', String(SAMPLE - 1)))
    },
    async standing(tenant, batchId) {
      const lane = batchId === null ? {} : { lane: laneOf({ tenant, batchId }) }
      const answer = await run<Omit<Standing, 'heldUntil'> & { heldUntil?: number }>('standing', {
        tenant,
        weights: limits.weights,
        ...lane,
      })
      return { ...answer, heldUntil: answer.heldUntil ?? null }
    },
    async endsLately() {
      const rows = await redis.xrevrange(keys.outbox, '+', '-', 'COUNT', ENDS_READ)
      const sent = rows.filter(([, fields]) => fields[fields.indexOf('from') + 1] !== 'queued')
      return sent.map(([rowId]) => Number(rowId.split('-')[0]))
    },
  }
}

/** Lines that may still be sent or are under way. */
export function openLines({ counts }: BatchRecord): number {
  return Object.entries(counts).reduce(
    (sum, [state, count]) =>
      state !== 'late' && STATES[state as keyof typeof STATES].live ? sum + count : sum,
    0,
  )
}
