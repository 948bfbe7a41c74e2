import {
  BULK_STATUSES,
  decideCancelStep,
  decideRequeueStep,
  FAILURE_CLASSES,
  REQUEUE_OUTCOMES,
  STOP_REASONS,
  type BulkStatus,
  type BulkStep,
  type FailureClass,
  type RequeueOutcome,
  type StopReason,
} from '@kiln/lifecycle'
import { z } from 'zod'

/** Which failed jobs; every part given must hold. `since` and `until` are about when they failed. */
export interface RequeueFilter {
  cause?: string
  class?: FailureClass
  model?: string
  batchId?: string
  since?: number
  until?: number
}

/** States of jobs that a cancel can still change. */
export const CANCELABLE_STATES = ['queued', 'submitting', 'unconfirmed', 'running', 'late'] as const
export type CancelableState = (typeof CANCELABLE_STATES)[number]

/** Which jobs; every part given must hold. `since` and `until` are about when they were accepted. */
export interface CancelFilter {
  state?: CancelableState
  model?: string
  batchId?: string
  customIdPrefix?: string
  since?: number
  until?: number
}

interface Wish<Act, Filter> {
  act: Act
  tenant: string
  /** Stands in the audit. */
  by: string
  filter: Filter
  limit: number | null
}

export interface NewRequeue extends Wish<'requeue', RequeueFilter> {
  canary: number
  stopAfter: number
  confirmCharge: boolean
}

export type NewCancel = Wish<'cancel', CancelFilter>
export type NewBulk = NewRequeue | NewCancel

/** How far it has come. */
interface Progress {
  id: string
  seq: number
  status: BulkStatus
  createdAt: number
  endedAt: number | null
  why: StopReason | null
  abortedBy: string | null
  /** Jobs on its list, as far as it was made. */
  found: number
  left: number
  /** Jobs that were left as they are, by why. */
  skipped: Record<string, number>
}

export interface RequeueRecord extends NewRequeue, Progress {
  did: { requeued: number; adopted: number; resumed: number }
  out: Record<RequeueOutcome, number>
}

export interface CancelRecord extends NewCancel, Progress {
  /** `requested`: sent already, so that they got the mark alone. */
  did: { canceled: number; requested: number }
}

export type BulkRecord = RequeueRecord | CancelRecord

const whole = z.coerce.number().int()
const filterOf = <T>(shape: z.ZodType<T>) => z.string().transform((text): T => shape.parse(JSON.parse(text)))
const text = z.string().exactOptional()
const time = z.number().exactOptional()

const progress = {
  id: z.string(),
  tenant: z.string(),
  by: z.string(),
  seq: whole,
  status: z.enum(BULK_STATUSES),
  createdAt: whole,
  endedAt: whole.nullable().default(null),
  why: z.enum(STOP_REASONS).nullable().default(null),
  abortedBy: z.string().nullable().default(null),
  limit: whole.nullable().default(null),
  found: whole,
}

const stored = z.discriminatedUnion('act', [
  z.object({
    ...progress,
    act: z.literal('requeue'),
    filter: filterOf(
      z.object({
        cause: text,
        class: z.enum(FAILURE_CLASSES).exactOptional(),
        model: text,
        batchId: text,
        since: time,
        until: time,
      }),
    ),
    canary: whole,
    stopAfter: whole,
    confirmCharge: z.enum(['true', 'false']).transform((word) => word === 'true'),
  }),
  z.object({
    ...progress,
    act: z.literal('cancel'),
    filter: filterOf(
      z.object({
        state: z.enum(CANCELABLE_STATES).exactOptional(),
        model: text,
        batchId: text,
        customIdPrefix: text,
        since: time,
        until: time,
      }),
    ),
  }),
])

/** `left` is counted where its jobs stand, until it has ended. */
export function parseBulk(hash: Record<string, string>, left: number): BulkRecord | null {
  const parsed = safeParse(hash)
  if (parsed === null) return null
  const count = (field: string) => Number(hash[field] ?? 0)
  const skipped = Object.entries(hash).flatMap(([field, value]) =>
    field.startsWith('skip:') ? [[field.slice('skip:'.length), Number(value)] as const] : [],
  )
  const counts = {
    left: hash['left'] === undefined ? left : Number(hash['left']),
    skipped: Object.fromEntries(skipped),
  }
  if (parsed.act === 'cancel') {
    const did = { canceled: count('did:canceled'), requested: count('did:requested') }
    return { ...parsed, ...counts, did }
  }
  return {
    ...parsed,
    ...counts,
    did: { requeued: count('did:requeued'), adopted: count('did:adopted'), resumed: count('did:resumed') },
    out: Object.fromEntries(
      REQUEUE_OUTCOMES.map((outcome) => [outcome, count(`out:${outcome}`)]),
    ) as RequeueRecord['out'],
  }
}

/** A filter that is no JSON is thrown by its transform. */
function safeParse(hash: Record<string, string>) {
  try {
    return stored.parse(hash)
  } catch {
    return null
  }
}

export function storedBulkFields(bulk: NewBulk): Record<string, string> {
  const { act, tenant, by, filter, limit } = bulk
  return {
    act,
    tenant,
    by,
    filter: JSON.stringify(filter),
    ...(bulk.act === 'requeue' && {
      canary: String(bulk.canary),
      stopAfter: String(bulk.stopAfter),
      confirmCharge: String(bulk.confirmCharge),
    }),
    ...(limit !== null && { limit: String(limit) }),
  }
}

/** What the audit says of it for good: its record is gone some time after its end. */
export function toldOf({ filter, ...bulk }: NewBulk): Record<string, string> {
  const { batchId, since, until, ...rest } = filter
  const told = {
    ...rest,
    batch: batchId,
    since: since === undefined ? undefined : new Date(since).toISOString(),
    until: until === undefined ? undefined : new Date(until).toISOString(),
    limit: bulk.limit ?? undefined,
    ...(bulk.act === 'requeue' && {
      canary: bulk.canary,
      stopAfter: bulk.stopAfter,
      confirmed: bulk.confirmCharge ? 'yes' : 'no',
    }),
  }
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
}

/** What a bulk act does next; `isFrozen`: the ledger is an older one than it was. */
export function nextStepOf(bulk: BulkRecord, isFrozen: boolean): BulkStep {
  if (bulk.act === 'requeue' && isFrozen) return { kind: 'end', status: 'stopped', why: 'rolledBack' }
  if (bulk.status === 'listing') return { kind: 'enlist' }
  if (bulk.act === 'cancel') {
    return decideCancelStep({ ...bulk, canceled: bulk.did.canceled + bulk.did.requested })
  }
  const { requeued, resumed, adopted } = bulk.did
  return decideRequeueStep({ ...bulk, sent: requeued + resumed, adopted })
}
