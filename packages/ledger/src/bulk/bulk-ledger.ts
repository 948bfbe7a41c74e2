import { randomBytes } from 'node:crypto'
import type { BulkAct, BulkStatus, StopReason } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { isBulkId, keysUnder } from '../keys.ts'
import type { Idempotency } from '../ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'
import { parseBulk, storedBulkFields, toldOf, type BulkRecord, type NewBulk } from './bulk-record.ts'
import { planCancel, type CancelPlan, type CancelPlanQuery } from './plan-cancel.ts'
import { planRequeue, type RequeuePlan, type RequeuePlanQuery } from './plan-requeue.ts'
import { walksOf } from './walks-of.ts'

export type CreatedBulk = { kind: 'accepted' | 'replayed'; bulk: BulkRecord } | { kind: 'conflict' }

export interface ClaimedBulk {
  bulk: BulkRecord
  lease: number
  /** Ids of the jobs that come next. */
  jobs: string[]
  /** Redis went back in time, and nobody has resumed yet. */
  isFrozen: boolean
}

export interface BulkNote {
  /** Jobs that are left as they are. */
  skipped?: { job: string; why: string }[]
  status?: BulkStatus
  why?: StopReason
  /** When somebody is to look at it again: the claim is over. */
  againInMs?: number
}

/** `late`: the lease had run out, and nothing but the jobs was noted. */
export type BulkNoted = 'noted' | 'late' | 'ended' | 'gone'

/** `more`: the list is not whole; else as in a note. */
type Enlisted = 'more' | 'whole' | Exclude<BulkNoted, 'noted'>

interface BulkPage {
  bulks: BulkRecord[]
  nextCursor: number | null
}

/** A worker stops to take jobs long before. */
const SLICE_MS = 2_500
/** What nobody here can read may be a newer kiln's. */
const UNREADABLE_AGAIN_MS = 60_000

/** Everything that reads or changes bulk acts as a whole. */
export interface BulkLedger {
  planRequeue(query: RequeuePlanQuery): Promise<RequeuePlan>
  planCancel(query: CancelPlanQuery): Promise<CancelPlan>
  create(bulk: NewBulk, key: Idempotency): Promise<CreatedBulk>
  read(id: string): Promise<BulkRecord | null>
  /** Newest first; `cursor` is the `seq` of the last one seen. */
  list(act: BulkAct, tenant: string, limit: number, cursor?: number): Promise<BulkPage>
  /** From here on it does nothing more; one that has ended stays as it is. */
  abort(id: string, by: string): Promise<void>
  /** The one whose turn it is, for one worker, with its next jobs; null where another has the lane. */
  claim(act: BulkAct, max: number): Promise<ClaimedBulk | null>
  /** The next jobs go on its list; few enough that Redis is held up by nothing. */
  enlist(id: string, lease: number): Promise<Enlisted>
  note(id: string, lease: number, note: BulkNote): Promise<BulkNoted>
}

type Claim =
  | { kind: 'idle' }
  | {
      kind: 'claimed'
      id: string
      lease: number
      record: string[]
      left: number
      jobs: string[] | object
      frozen: boolean
    }

type Hash = Record<string, string>

const AUDITED: Record<BulkAct, string> = { requeue: 'bulkRequeue', cancel: 'bulkCancel' }

export function createBulkLedger(
  redis: Redis,
  prefix: string,
  run: RunScript,
  limits: LedgerLimits,
): BulkLedger {
  const { key } = keysUnder(prefix)

  /** In one transaction, so that what a job leaves and where it is counted are of one moment. */
  async function read(id: string): Promise<BulkRecord | null> {
    if (!isBulkId(id)) return null
    const answers = await redis
      .multi()
      .hgetall(key('bulk', id))
      .zcard(key('bulkTodo', id))
      .hgetall(key('requeue', id))
      .zcard(key('requeueTodo', id))
      .exec()
    const [hash, left, former, formerLeft] = (answers ?? []).map(([error, value]) => {
      if (error) throw error
      return value
    }) as [Hash, number, Hash, number]
    return 'status' in hash ? parseBulk(hash, left) : parseBulk({ ...former, act: 'requeue' }, formerLeft)
  }

  return {
    planRequeue: (query) => planRequeue(redis, prefix, run, query),
    planCancel: (query) => planCancel(redis, prefix, run, query),
    read,
    async create(bulk, { keyHash, fingerprint, ttlMs }) {
      const answer = await run<{ kind: 'accepted' | 'replayed' | 'conflict'; id?: string }>('create-bulk', {
        id: `${bulk.act}_${randomBytes(12).toString('hex')}`,
        walks: (await walksOf(redis, prefix, bulk)).map((walk) => JSON.stringify(walk)),
        bulk: storedBulkFields(bulk),
        audited: AUDITED[bulk.act],
        told: toldOf(bulk),
        idempotencyKey: keyHash,
        fingerprint,
        ttlMs,
      })
      if (answer.kind === 'conflict') return { kind: 'conflict' }
      const created = await read(answer.id ?? '')
      // The key was used for something else.
      return created?.act === bulk.act ? { kind: answer.kind, bulk: created } : { kind: 'conflict' }
    },
    async list(act, tenant, limit, cursor) {
      const below = cursor === undefined ? '+inf' : `(${cursor}`
      const rows = await redis.zrevrangebyscore(
        key('bulks', act, tenant),
        below,
        '-inf',
        'WITHSCORES',
        'LIMIT',
        0,
        limit,
      )
      const found = await Promise.all(rows.filter((_, at) => at % 2 === 0).map(read))
      const isLast = rows.length < limit * 2
      return {
        bulks: found.filter((bulk) => bulk !== null),
        nextCursor: isLast ? null : Number(rows.at(-1)),
      }
    },
    async abort(id, by) {
      if (isBulkId(id)) await run('note-bulk', { id, status: 'aborted', by })
    },
    async claim(act, max) {
      const answer = await run<Claim>('claim-bulk', {
        act,
        max,
        // The last job of a requeue may take a read, and the wait for its place.
        leaseMs: act === 'requeue' ? limits.readLeaseMs + SLICE_MS : 2 * SLICE_MS,
        keptMs: limits.bulkKeptMs,
        restartHoldMs: limits.restartHoldMs,
      })
      if (answer.kind === 'idle') return null
      const { id, lease, jobs, frozen: isFrozen } = answer
      const bulk = parseBulk(pairsOf(answer.record), answer.left)
      if (bulk !== null) return { bulk, lease, jobs: Array.isArray(jobs) ? (jobs as string[]) : [], isFrozen }
      await run('note-bulk', { id, lease, againInMs: UNREADABLE_AGAIN_MS })
      return null
    },
    async enlist(id, lease) {
      return (await run<{ kind: Enlisted }>('enlist-bulk', { id, lease })).kind
    },
    async note(id, lease, note) {
      return (await run<{ kind: BulkNoted }>('note-bulk', { id, lease, ...note })).kind
    },
  }
}

function pairsOf(flat: readonly string[]): Record<string, string> {
  const hash: Record<string, string> = {}
  for (let at = 0; at + 1 < flat.length; at += 2) hash[flat[at]!] = flat[at + 1]!
  return hash
}
