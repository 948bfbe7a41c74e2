import { randomBytes } from 'node:crypto'
import type { RequeueStatus, StopReason } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { isBatchId, isRequeueId, keysUnder, scopeOf } from '../keys.ts'
import type { Idempotency } from '../ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'
import { causesOf } from './causes-of.ts'
import { planRequeue, type PlanQuery, type RequeuePlan } from './plan-requeue.ts'
import { parseRequeue, storedRequeueFields, type NewRequeue, type RequeueRecord } from './requeue-record.ts'

export type CreatedRequeue = { kind: 'accepted' | 'replayed'; requeue: RequeueRecord } | { kind: 'conflict' }

export interface ClaimedRequeue {
  requeue: RequeueRecord
  /** Ids of the jobs that come next. */
  jobs: string[]
}

interface RequeueNote {
  /** A job that is left as it is. */
  skipped?: { job: string; why: string }
  status?: RequeueStatus
  why?: StopReason
  /** When somebody is to look at it again. */
  againInMs?: number
}

/** A worker stops to take jobs long before, and its last one may take a read and the wait for its place. */
const SLICE_MS = 10_000

/** More than anybody looks at; whoever has so many of them open has another worry. */
const OPEN_READ = 200

/** Everything that reads or changes bulk requeues as a whole. */
export interface RequeueLedger {
  plan(query: PlanQuery): Promise<RequeuePlan>
  create(requeue: NewRequeue, key: Idempotency): Promise<CreatedRequeue>
  read(id: string): Promise<RequeueRecord | null>
  /** Those of a tenant that have not ended, the newest first. */
  open(tenant: string): Promise<RequeueRecord[]>
  /** From here on it requeues nothing more; one that has ended stays as it is. */
  abort(id: string, by: string): Promise<void>
  /** The one whose turn it is, for one worker, with its next jobs. */
  claim(max: number): Promise<ClaimedRequeue | null>
  note(id: string, note: RequeueNote): Promise<void>
}

export function createRequeueLedger(
  redis: Redis,
  prefix: string,
  run: RunScript,
  limits: LedgerLimits,
): RequeueLedger {
  const keys = keysUnder(prefix)

  async function read(id: string): Promise<RequeueRecord | null> {
    if (!isRequeueId(id)) return null
    const [hash, left] = await Promise.all([
      redis.hgetall(keys.key('requeue', id)),
      redis.zcard(keys.key('requeueTodo', id)),
    ])
    return parseRequeue(hash, left)
  }

  return {
    plan: async (query) => planRequeue(redis, prefix, run, query),
    read,
    async open(tenant) {
      const ids = await redis.zrange(keys.key('requeueWork'), '0', String(OPEN_READ - 1))
      const records = await Promise.all(ids.map(read))
      return records
        .flatMap((record) => (record?.tenant === tenant ? [record] : []))
        .toSorted((one, other) => other.seq - one.seq)
    },
    async create(requeue, { keyHash, fingerprint, ttlMs }) {
      const { tenant, filter } = requeue
      const scope = scopeOf(tenant, filter.batchId)
      const known = filter.batchId === undefined || isBatchId(filter.batchId)
      const causes = known ? await causesOf(redis, prefix, scope, filter) : []
      const id = `requeue_${randomBytes(12).toString('hex')}`
      const answer = await run<{ kind: 'accepted' | 'replayed' | 'conflict'; id?: string }>(
        'create-requeue',
        {
          id,
          scope,
          causes,
          requeue: storedRequeueFields(requeue),
          idempotencyKey: keyHash,
          fingerprint,
          ttlMs,
        },
      )
      if (answer.kind === 'conflict') return { kind: 'conflict' }
      const created = await read(answer.id ?? '')
      // The key was used for something else.
      return created === null ? { kind: 'conflict' } : { kind: answer.kind, requeue: created }
    },
    async abort(id, by) {
      if (isRequeueId(id)) await run('note-requeue', { id, status: 'aborted', by })
    },
    async claim(max) {
      const answer = await run<
        | { kind: 'idle' }
        | { kind: 'claimed'; id: string; record: string[]; left: number; jobs: string[] | object }
      >('claim-requeue', { max, leaseMs: limits.readLeaseMs + SLICE_MS })
      if (answer.kind === 'idle') return null
      const requeue = parseRequeue(pairsOf(answer.record), answer.left)
      // What nobody can read is looked at again, when its lease is over.
      return requeue && { requeue, jobs: Array.isArray(answer.jobs) ? (answer.jobs as string[]) : [] }
    },
    async note(id, note) {
      await run('note-requeue', { id, ...note })
    },
  }
}

function pairsOf(flat: readonly string[]): Record<string, string> {
  const hash: Record<string, string> = {}
  for (let at = 0; at + 1 < flat.length; at += 2) hash[flat[at]!] = flat[at + 1]!
  return hash
}
