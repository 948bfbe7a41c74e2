import {
  FAILURE_CLASSES,
  REQUEUE_OUTCOMES,
  REQUEUE_STATUSES,
  STOP_REASONS,
  type FailureClass,
  type RequeueOutcome,
  type RequeueProgress,
  type RequeueStatus,
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

export interface NewRequeue {
  tenant: string
  /** Stands in the audit. */
  by: string
  filter: RequeueFilter
  limit: number | null
  canary: number
  stopAfter: number
  confirmCharge: boolean
}

/** A bulk requeue: what it is to do, and how far it has come. */
export interface RequeueRecord extends NewRequeue {
  id: string
  seq: number
  status: RequeueStatus
  createdAt: number
  endedAt: number | null
  why: StopReason | null
  abortedBy: string | null
  /** Jobs that stood in its groups when it came to be. */
  found: number
  left: number
  did: { requeued: number; adopted: number; resumed: number }
  /** Jobs that were left as they are, by why. */
  skipped: Record<string, number>
  out: Record<RequeueOutcome, number>
}

const whole = z.coerce.number().int()
const filterSchema = z.object({
  cause: z.string().exactOptional(),
  class: z.enum(FAILURE_CLASSES).exactOptional(),
  model: z.string().exactOptional(),
  batchId: z.string().exactOptional(),
  since: z.number().exactOptional(),
  until: z.number().exactOptional(),
})

const stored = z.object({
  id: z.string(),
  tenant: z.string(),
  by: z.string(),
  seq: whole,
  status: z.enum(REQUEUE_STATUSES),
  createdAt: whole,
  endedAt: whole.nullable().default(null),
  why: z.enum(STOP_REASONS).nullable().default(null),
  abortedBy: z.string().nullable().default(null),
  filter: z.string().transform((text): RequeueFilter => filterSchema.parse(JSON.parse(text))),
  limit: whole.nullable().default(null),
  canary: whole,
  stopAfter: whole,
  confirmCharge: z.enum(['true', 'false']).transform((word) => word === 'true'),
  found: whole,
})

/** `left` is counted where its jobs stand, until it has ended. */
export function parseRequeue(hash: Record<string, string>, left: number): RequeueRecord | null {
  const parsed = stored.safeParse(hash)
  if (!parsed.success) return null
  const count = (field: string) => Number(hash[field] ?? 0)
  const skipped = Object.entries(hash).flatMap(([field, value]) =>
    field.startsWith('skip:') ? [[field.slice('skip:'.length), Number(value)] as const] : [],
  )
  return {
    ...parsed.data,
    left: hash['left'] === undefined ? left : Number(hash['left']),
    did: { requeued: count('did:requeued'), adopted: count('did:adopted'), resumed: count('did:resumed') },
    skipped: Object.fromEntries(skipped),
    out: Object.fromEntries(
      REQUEUE_OUTCOMES.map((outcome) => [outcome, count(`out:${outcome}`)]),
    ) as RequeueRecord['out'],
  }
}

export function storedRequeueFields(requeue: NewRequeue): Record<string, string> {
  const { tenant, by, filter, limit, canary, stopAfter, confirmCharge } = requeue
  return {
    tenant,
    by,
    filter: JSON.stringify(filter),
    canary: String(canary),
    stopAfter: String(stopAfter),
    confirmCharge: String(confirmCharge),
    ...(limit !== null && { limit: String(limit) }),
  }
}

export function progressOf({ did, ...record }: RequeueRecord): RequeueProgress {
  return { ...record, sent: did.requeued + did.resumed, adopted: did.adopted }
}
