import {
  FAILURE_CLASSES,
  STATE_NAMES,
  STATES,
  type Failure,
  type State,
  type TaskResult,
} from '@kiln/lifecycle'
import { z } from 'zod'

/** Raised when the stored shape changes; a reader refuses a newer record. */
export const RECORD_VERSION = 1

/** Credits are decimals; the ledger adds them up as whole millionths. */
export const MICRO = 1_000_000

export const PRIORITIES = ['high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

/** Credits a job may cost: from the catalogue's price rows, before it runs. */
export type QuotedCredits = { min: number; max: number } | 'unknown'

export const PARKED_REASONS = ['noAnswer', 'noVerdict', 'taskVanished', 'noResult', 'quarantined'] as const
export type ParkedReason = (typeof PARKED_REASONS)[number]

/** What a caller hands in; everything else about a job is written by the ledger. */
export interface NewJob {
  id: string
  account: string
  tenant: string
  customId: string | null
  batchId: string | null
  model: string
  type: string
  input: Record<string, unknown>
  metadata: Record<string, string> | null
  /** How strictly its input is checked; null: what can be converted is. */
  strict: boolean | null
  priority: Priority
  /** Further paid attempts the caller allows after a failure. */
  retries: number
  quoted: QuotedCredits
  /** The most that an attempt may cost, as far as anybody can say. */
  ceiling: number | null
  /** Its line in its batch, counted from 1; null for a single job. */
  line: number | null
}

export interface JobRecord extends NewJob {
  /** Order of acceptance; newest first means highest first. */
  seq: number
  state: State
  stateAt: number
  createdAt: number
  attempt: number
  retriesUsed: number
  creditReturns: number
  resultlessReads: number
  taskId: string | null
  intentAt: number | null
  submittedAt: number | null
  limitAt: number | null
  finishedAt: number | null
  cancelRequestedAt: number | null
  polls: number
  result: TaskResult | null
  failure: Failure | null
  /** The group of failures it stands in. */
  cause: string | null
  parkedReason: ParkedReason | null
  /** What cannot be read in a quarantined record. */
  fault: string | null
  /** When a callback came last. */
  hintedAt: number | null
  /** How often people acted on it. */
  acts: number
  /** Attempts whose result a person has replaced by a new attempt: their callbacks bring it no more. */
  collected: readonly number[]
  creditsCharged: number | null
}

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(schema)

const count = z
  .string()
  .regex(/^\d{1,16}$/, 'not a whole number')
  .transform(Number)
const text = z.string().min(1)
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().default(null)

const failure = z.object({
  class: z.enum(FAILURE_CLASSES),
  code: z.string(),
  message: z.string(),
  field: z.string().exactOptional(),
  charged: z.enum(['no', 'yes', 'unknown']),
})

const result = z.object({ urls: z.array(z.string()), object: z.unknown().exactOptional() })

/** The hash as Redis holds it: every field a string, absent where null. */
const storedRecord = z.object({
  v: z.literal(String(RECORD_VERSION)),
  id: text,
  seq: count,
  account: text,
  tenant: text,
  customId: orNull(z.string()),
  batchId: orNull(z.string()),
  model: text,
  type: text,
  input: json(z.record(z.string(), z.unknown())),
  metadata: orNull(json(z.record(z.string(), z.string()))),
  strict: orNull(z.enum(['true', 'false']).transform((word) => word === 'true')),
  priority: z.enum(PRIORITIES),
  retries: count,
  quoted: json(z.union([z.literal('unknown'), z.object({ min: z.number(), max: z.number() })])),
  state: z.enum(STATE_NAMES as [State, ...State[]]),
  stateAt: count,
  createdAt: count,
  attempt: count,
  retriesUsed: count.default(0),
  creditReturns: count.default(0),
  resultlessReads: count.default(0),
  taskId: orNull(text),
  intentAt: orNull(count),
  submittedAt: orNull(count),
  limitAt: orNull(count),
  finishedAt: orNull(count),
  cancelRequestedAt: orNull(count),
  polls: count.default(0),
  result: orNull(json(result)),
  failure: orNull(json(failure)),
  cause: orNull(z.string()),
  parkedReason: orNull(z.enum(PARKED_REASONS)),
  fault: orNull(z.string()),
  hintedAt: orNull(count),
  acts: count.default(0),
  collected: z
    .string()
    .transform((list) => list.split(' ').map(Number))
    .default([]),
  chargedMicro: orNull(count),
  ceilingMicro: orNull(count),
  line: orNull(count),
})

/** All but what may be a megabyte long. */
export const SHORT_FIELDS = Object.keys(storedRecord.shape).filter(
  (name) => name !== 'input' && name !== 'metadata',
)

/** `salvaged`: parts of it could not be read, and hold what stands for nothing. */
export type ParsedRecord = { ok: true; job: JobRecord; salvaged?: true } | { ok: false; fault: string }

/** What stands for a field that cannot be read in a record that waits for a person. */
const UNREADABLE: Record<string, unknown> = {
  seq: 0,
  account: 'default',
  tenant: '',
  model: 'unknown',
  type: 'unknown',
  input: {},
  priority: 'normal',
  retries: 0,
  quoted: 'unknown',
  stateAt: 0,
  createdAt: 0,
  attempt: 0,
  retriesUsed: 0,
  creditReturns: 0,
  resultlessReads: 0,
  polls: 0,
  acts: 0,
  collected: [],
}

/** Nothing moves such a job by itself any more, so nothing can be decided wrongly on it. */
function isSettled(state: string | undefined): boolean {
  return STATE_NAMES.some((name) => name === state && !STATES[name].live)
}

/** A damaged record that is settled is shown as far as it can be read: hidden, nobody would mend it. */
export function salvageRecord(hash: Record<string, string>): JobRecord {
  const read = (name: string, schema: z.ZodType) => {
    const parsed = schema.safeParse(hash[name])
    return parsed.success ? parsed.data : (UNREADABLE[name] ?? null)
  }
  const fields = Object.entries(storedRecord.shape).map(([name, schema]) => [name, read(name, schema)])
  return withCredits(Object.fromEntries(fields) as z.infer<typeof storedRecord>)
}

const creditsOf = (micro: number | null) => (micro === null ? null : micro / MICRO)

function withCredits({
  v: _version,
  chargedMicro,
  ceilingMicro,
  ...job
}: z.infer<typeof storedRecord>): JobRecord {
  return { ...job, ceiling: creditsOf(ceilingMicro), creditsCharged: creditsOf(chargedMicro) }
}

/** Reads a stored hash; a record that does not parse is data for quarantine, not an exception. */
export function parseRecord(hash: Record<string, string>): ParsedRecord {
  const parsed = storedRecord.safeParse(hash)
  if (parsed.success) return { ok: true, job: withCredits(parsed.data) }
  // A newer record is left to a newer kiln.
  const readable = Number(hash['v'] ?? RECORD_VERSION) <= RECORD_VERSION
  if (readable && isSettled(hash['state'])) return { ok: true, job: salvageRecord(hash), salvaged: true }
  const [issue] = parsed.error.issues
  return { ok: false, fault: `${issue?.path.join('.') ?? 'record'}: ${issue?.message ?? 'unreadable'}` }
}

/** Redis answers HGETALL inside a script as a flat list. */
export function recordFromFlat(flat: unknown): ParsedRecord {
  const list = Array.isArray(flat) ? flat.map(String) : []
  const hash: Record<string, string> = Object.create(null)
  for (let i = 0; i + 1 < list.length; i += 2) hash[list[i]!] = list[i + 1]!
  return parseRecord(hash)
}

/** The fields a new job is stored with; what is null stays absent. The line of a batch has no id yet. */
export function storedFields(job: Omit<NewJob, 'id' | 'batchId'> & Partial<NewJob>): Record<string, string> {
  const fields: Record<string, string> = {
    v: String(RECORD_VERSION),
    ...(job.id !== undefined && { id: job.id }),
    account: job.account,
    tenant: job.tenant,
    model: job.model,
    type: job.type,
    input: JSON.stringify(job.input),
    priority: job.priority,
    retries: String(job.retries),
    quoted: JSON.stringify(job.quoted),
  }
  if (job.ceiling !== null) fields['ceilingMicro'] = String(Math.ceil(job.ceiling * MICRO))
  if (job.strict !== null) fields['strict'] = String(job.strict)
  if (job.line !== null) fields['line'] = String(job.line)
  if (job.customId !== null) fields['customId'] = job.customId
  if (typeof job.batchId === 'string') fields['batchId'] = job.batchId
  if (job.metadata !== null) fields['metadata'] = JSON.stringify(job.metadata)
  return fields
}
