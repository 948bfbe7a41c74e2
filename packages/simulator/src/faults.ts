import { z } from 'zod'
import { NO_CREDITS_WORDS } from './http/envelope.ts'

/** KIE's endpoints as faults and counters name them. */
const ENDPOINTS = ['createTask', 'recordInfo', 'credit', 'models', 'downloadUrl', 'upload'] as const
export type Endpoint = (typeof ENDPOINTS)[number]

const probability = z.number().min(0).max(1)

const limit = z.strictObject({
  max: z.int().min(0).max(1_000_000),
  windowMs: z.number().positive().max(86_400_000),
})

const lostAnswers = z.strictObject({
  probability,
  when: z.enum(['beforeCharge', 'afterCharge', 'either']).default('either'),
})

const latency = z
  .strictObject({ min: z.number().min(0).max(600_000), max: z.number().min(0).max(600_000) })
  .refine((range) => range.min <= range.max, { message: 'min must not exceed max' })

export const faultChangesSchema = z
  .strictObject({
    /** Creations per sliding window; null takes the limit away. */
    submitLimit: limit.nullable(),
    readLimit: limit.nullable(),
    balance: z.number(),
    /** What a creation is told while the balance does not cover its price. */
    noCredits: z.strictObject({ code: z.int().min(300).max(599), msg: z.string().min(1) }),
    unauthorized: z.boolean(),
    maintenance: z.boolean(),
    loseAnswers: z.union([
      probability.transform((p) => ({ probability: p, when: 'either' as const })),
      lostAnswers,
    ]),
    dropCallbacks: probability,
    duplicateCallbacks: probability,
    latencyMs: z.partialRecord(z.enum(ENDPOINTS), latency),
    /** The network's share of every call, each way, on top of the endpoint's own. */
    networkMs: latency.nullable(),
    hmacKey: z.string().min(1).nullable(),
  })
  .partial()

export type FaultChanges = z.input<typeof faultChangesSchema>
type ParsedChanges = z.output<typeof faultChangesSchema>

/** How the whole account behaves. Every duration is in KIE's time, before the speed divides it. */
export type Faults = { [Name in keyof ParsedChanges]-?: Exclude<ParsedChanges[Name], undefined> }

export function defaultFaults(hmacKey: string | null): Faults {
  return {
    submitLimit: { max: 20, windowMs: 10_000 },
    readLimit: null,
    balance: 1_000_000,
    noCredits: { code: 402, msg: NO_CREDITS_WORDS },
    unauthorized: false,
    maintenance: false,
    loseAnswers: { probability: 0, when: 'either' },
    dropCallbacks: 0,
    duplicateCallbacks: 0,
    latencyMs: {},
    networkMs: null,
    hmacKey,
  }
}

/** Only the faults named in `changes` change. */
export function changeFaults(current: Faults, changes: ParsedChanges): Faults {
  const named = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...current, ...Object.fromEntries(named) }
}
