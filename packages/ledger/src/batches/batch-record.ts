import { STATE_NAMES, type State } from '@kiln/lifecycle'
import { z } from 'zod'
import { MICRO } from '../record.ts'

/** What a caller hands in of a batch as a whole, once all of its lines are staged. */
export interface NewBatch {
  id: string
  tenant: string
  name: string | null
  /** Credits that all of its jobs may cost together. */
  budget: number | null
  /** Of the accepted lines with a known price. */
  quoted: { min: number; max: number }
  unpriced: number
  /** Of its lines, those with most lines first; a long list ends early. */
  models: string[]
}

export interface BatchRecord extends NewBatch {
  /** Order of acceptance. */
  seq: number
  createdAt: number
  /** Accepted lines. */
  lines: number
  invalid: number
  /** How many lines have become jobs. */
  expanded: number
  counts: Record<State, number>
  credits: { held: number; charged: number; wasted: number; used: number }
  expandedAt: number | null
  startedAt: number | null
  cancelRequestedAt: number | null
  endedAt: number | null
}

const MODELS_KEPT = 20

const whole = z.coerce.number().int()
const orZero = whole.default(0)
const timeOrNull = whole.nullable().default(null)

const storedBatch = z.object({
  id: z.string(),
  tenant: z.string(),
  name: z.string().nullable().default(null),
  seq: whole,
  createdAt: whole,
  lines: whole,
  invalid: whole,
  expanded: whole,
  budgetMicro: whole.nullable().default(null),
  quotedMinMicro: whole,
  quotedMaxMicro: whole,
  unpriced: whole,
  models: z.string().transform((text): string[] => (text === '' ? [] : text.split(' '))),
  heldMicro: orZero,
  chargedMicro: orZero,
  wastedMicro: orZero,
  usedMicro: orZero,
  expandedAt: timeOrNull,
  startedAt: timeOrNull,
  cancelRequestedAt: timeOrNull,
  endedAt: timeOrNull,
})

/** The stored hash, or null where there is none that can be read. */
export function parseBatch(hash: Record<string, string>): BatchRecord | null {
  const parsed = storedBatch.safeParse(hash)
  if (!parsed.success) return null
  const {
    budgetMicro,
    quotedMinMicro,
    quotedMaxMicro,
    heldMicro,
    chargedMicro,
    wastedMicro,
    usedMicro,
    ...rest
  } = parsed.data
  const counted = STATE_NAMES.map((state) => [state, Math.max(0, Number(hash[`n:${state}`] ?? 0))])
  return {
    ...rest,
    budget: budgetMicro === null ? null : budgetMicro / MICRO,
    quoted: { min: quotedMinMicro / MICRO, max: quotedMaxMicro / MICRO },
    counts: Object.fromEntries(counted) as Record<State, number>,
    credits: {
      held: heldMicro / MICRO,
      charged: chargedMicro / MICRO,
      wasted: wastedMicro / MICRO,
      used: usedMicro / MICRO,
    },
  }
}

/** The fields a new batch is stored with; the script adds its counts and times. */
export function storedBatchFields(batch: NewBatch): Record<string, string> {
  return {
    id: batch.id,
    tenant: batch.tenant,
    quotedMinMicro: micro(batch.quoted.min),
    quotedMaxMicro: micro(batch.quoted.max),
    unpriced: String(batch.unpriced),
    models: batch.models.slice(0, MODELS_KEPT).join(' '),
    ...(batch.name !== null && { name: batch.name }),
    ...(batch.budget !== null && { budgetMicro: micro(batch.budget) }),
  }
}

const micro = (credits: number) => String(Math.round(credits * MICRO))
