import { FAILURE_CLASSES, GATES, STATE_NAMES, type State } from '@kiln/lifecycle'
import { z } from 'zod'
import { creditsSchema } from './credits.ts'

/** Every time in the API: ISO 8601, UTC, milliseconds. */
export const timeSchema = z.iso.datetime({ precision: 3 })
const timeOrNull = timeSchema.nullable()

export const stateSchema = z.enum(STATE_NAMES as [State, ...State[]])
export const failureClassSchema = z.enum(FAILURE_CLASSES)

const count = z.int().min(0)

export const waitingForSchema = z
  .object({
    gate: z.enum(GATES),
    detail: z.string(),
    since: timeSchema,
    until: timeOrNull.describe(
      'When the gate opens, or this job is likely to go; null where that is not known.',
    ),
    position: count.nullable().describe('Place in its own lane, 1 first; null where it is not known.'),
  })
  .meta({ id: 'WaitingFor' })
export type WaitingForView = z.infer<typeof waitingForSchema>

const resultView = z.object({
  urls: z.array(z.string()),
  object: z.unknown().exactOptional(),
  files: z.array(z.unknown()).exactOptional(),
  expiresAt: timeSchema.describe("When KIE's links usually die."),
})

const failureView = z.object({
  class: failureClassSchema,
  code: z.string(),
  message: z.string(),
  charged: z.enum(['no', 'yes', 'unknown']),
  advice: z.string(),
  cause: z
    .string()
    .nullable()
    .describe('The group it stands in at `GET /v1/failures`; null for a job that stands in none.'),
})

const parkedView = z.object({
  reason: z.string().describe('noAnswer, noVerdict, taskVanished, noResult or quarantined.'),
  since: timeSchema,
  advice: z.string(),
  fault: z.string().nullable().describe('What cannot be read in a quarantined record.'),
  evidence: z
    .object({
      lastSignAt: timeOrNull.describe(
        'The call, its answer or a callback, whichever came last; null: none ever.',
      ),
      silentSeconds: count.nullable().describe('Since the last sign.'),
      callbackHealth: z
        .number()
        .describe('The share of the last verdicts that a callback announced, 0 to 1.'),
      lastCallbackAt: timeOrNull.describe('Of any job.'),
      attempts: count,
      reads: count,
      creditsAtStake: z
        .union([z.number(), z.literal('unknown')])
        .describe('The most that its attempt may have cost.'),
    })
    .describe('What is known of it, for whoever decides.'),
})

const creditsView = z.object({
  quoted: creditsSchema,
  charged: z.number().nullable(),
})

export const jobViewSchema = z
  .object({
    id: z.string(),
    customId: z.string().nullable(),
    batchId: z.string().nullable(),
    model: z.string(),
    state: stateSchema,
    waitingFor: waitingForSchema.nullable(),
    input: z.record(z.string(), z.unknown()),
    taskId: z.string().nullable(),
    attempts: count,
    polls: count,
    cancelRequestedAt: timeOrNull,
    createdAt: timeSchema,
    submittedAt: timeOrNull,
    expectedAt: timeOrNull.describe(
      'When a running job is likely to end, by what its model took before; null where that is not known.',
    ),
    finishedAt: timeOrNull,
    result: resultView.nullable(),
    failure: failureView.nullable(),
    parked: parkedView.nullable(),
    credits: creditsView,
    links: z.object({ self: z.string(), events: z.string(), receipt: z.string(), cancel: z.string() }),
  })
  .meta({ id: 'Job' })
export type JobView = z.infer<typeof jobViewSchema>
