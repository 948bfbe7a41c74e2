import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'
import type { Idempotency } from '../ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'
import { parseBatch, storedBatchFields, type BatchRecord, type NewBatch } from './batch-record.ts'
import { IN_FLIGHT_MS, stageBatch, type Staging } from './staging.ts'

export type OpenedBatch =
  | {
      kind: 'opened'
      id: string
      staging: Staging
      /** What may be queued at most, so that more lines would never fit; null without a bound. */
      mostLines: number | null
    }
  /** The key was used before: the body alone tells whether for this very batch. */
  | { kind: 'known' }
  | { kind: 'inFlight' }
  | { kind: 'queueFull'; beyond: number }

export type BatchOutcome =
  | { kind: 'accepted' | 'replayed'; batch: BatchRecord }
  | { kind: 'conflict' }
  | { kind: 'queueFull'; beyond: number }
  /** What was staged has gone: the call took too long. */
  | { kind: 'lost' }

export interface BatchIntake {
  /** Before the body is read. */
  open(tenant: string, keyHash: string): Promise<OpenedBatch>
  /** Makes the batch exist as a whole, or not at all. */
  commit(batch: NewBatch, staging: Staging, key: Idempotency): Promise<BatchOutcome>
  /** What a call with a known key is answered. */
  replay(key: Idempotency): Promise<BatchOutcome>
  /** Forgets what was staged; where it fails, time does the same. */
  drop(id: string, keyHash: string): Promise<void>
}

/** How many jobs of a tenant may be queued; what the ledger keeps for it goes before. */
export function queueBound({ queuePerKey }: LedgerLimits, tenant: string): { queueMax?: number } {
  const own = Object.hasOwn(queuePerKey, tenant) ? queuePerKey[tenant] : queuePerKey['*']
  return own === undefined ? {} : { queueMax: own }
}

export function takeBatches(redis: Redis, prefix: string, run: RunScript, limits: LedgerLimits): BatchIntake {
  const keys = keysUnder(prefix)

  async function outcomeOf(answer: { kind: string; id?: string; beyond?: number }): Promise<BatchOutcome> {
    if (answer.kind === 'conflict') return { kind: 'conflict' }
    if (answer.kind === 'queueFull') return { kind: 'queueFull', beyond: answer.beyond ?? 0 }
    if (answer.id === undefined) return { kind: 'lost' }
    const batch = parseBatch(await redis.hgetall(keys.batchRecord(answer.id)))
    // The key was used for a job, or the batch has gone.
    if (batch === null) return { kind: 'conflict' }
    return { kind: answer.kind === 'accepted' ? 'accepted' : 'replayed', batch }
  }

  return {
    async open(tenant, keyHash) {
      const id = `batch_${randomBytes(12).toString('hex')}`
      const bound = queueBound(limits, tenant)
      const args = { id, tenant, idempotencyKey: keyHash, inFlightMs: IN_FLIGHT_MS, ...bound }
      const answer = await run<{ kind: OpenedBatch['kind']; beyond?: number; queueMax?: number }>(
        'open-batch',
        args,
      )
      if (answer.kind === 'opened') {
        const staging = stageBatch(redis, prefix, id, keyHash)
        return { kind: 'opened', id, staging, mostLines: answer.queueMax ?? null }
      }
      return answer.kind === 'queueFull'
        ? { kind: 'queueFull', beyond: answer.beyond ?? 0 }
        : { kind: answer.kind }
    },
    async commit(batch, staging, { keyHash, fingerprint, ttlMs }) {
      const counted = await staging.finish()
      return outcomeOf(
        await run('commit-batch', {
          batch: storedBatchFields(batch),
          ...counted,
          idempotencyKey: keyHash,
          fingerprint,
          ttlMs,
          ...queueBound(limits, batch.tenant),
        }),
      )
    },
    replay: async ({ keyHash, fingerprint }) =>
      outcomeOf(await run('replay', { idempotencyKey: keyHash, fingerprint })),
    async drop(id, keyHash) {
      await run('drop-batch', { id, idempotencyKey: keyHash }).catch(() => undefined)
    },
  }
}
