import { GATES } from '@kiln/lifecycle'
import { z } from 'zod'
import { jobViewSchema, timeSchema } from './job-view.ts'
import { timelineEntrySchema } from './timeline.ts'

const count = z.int().min(0)
const timeOrNull = timeSchema.nullable()
const chargedSchema = z.enum(['no', 'yes', 'unknown'])

const tally = z.object({ count, firstAt: timeOrNull, lastAt: timeOrNull })

const callSchema = z.object({
  sentAt: timeSchema.describe("By the ledger's clock, as far as a round trip to it lets one tell."),
  answeredAt: timeSchema,
  ms: z.number().min(0),
  class: z.string().describe('What kiln takes the answer to mean.'),
  http: z.int().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
})

const attemptSchema = z.object({
  attempt: count,
  begunAt: timeOrNull,
  hold: z.number().nullable().describe('Credits of a budget that were held when it began.'),
  call: callSchema.nullable().describe('Null where no answer of createTask was written down.'),
  taskId: z.string().nullable(),
  endedBy: z.string().nullable().describe('The event of the timeline that ended it.'),
  endedAt: timeOrNull,
  charged: chargedSchema.nullable().describe('Null while it goes on.'),
  credits: z.number().nullable(),
  reads: tally,
  callbacks: tally,
  input: jobViewSchema.shape.input
    .nullable()
    .describe(
      'What it was sent where a person edited the input afterwards; null: that of the job, or hidden.',
    ),
})
export type ReceiptAttempt = z.infer<typeof attemptSchema>

const waitSchema = z.object({
  since: timeSchema,
  until: timeOrNull,
  ms: z.number().min(0),
  gates: z
    .array(
      z.object({
        gate: z.string().describe(`One of ${GATES.join(', ')}; a model's own is \`model:<id>\`.`),
        since: timeSchema,
        until: timeOrNull,
        ms: z.number().min(0),
        cause: z.string().nullable(),
      }),
    )
    .describe('What held it meanwhile, as far as it was told; the rest of the time it waited for its turn.'),
})
export type ReceiptWait = z.infer<typeof waitSchema>

/** Things that nobody can tell from what was written down. */
export const UNKNOWNS = ['price', 'sent', 'task', 'charge', 'result', 'verdict', 'record', 'entries'] as const
export type Unknown = (typeof UNKNOWNS)[number]

const unknownSchema = z.object({
  code: z.enum(UNKNOWNS),
  attempt: count.nullable(),
  text: z.string(),
})

export const receiptSchema = z
  .object({
    madeAt: timeSchema,
    inputHidden: z.boolean(),
    job: jobViewSchema.extend({
      input: jobViewSchema.shape.input.nullable().describe('Exactly as sent; null where it is hidden.'),
    }),
    taskIds: z.array(z.string()).describe('Every KIE task that is known of it.'),
    waits: z.array(waitSchema),
    attempts: z.array(attemptSchema),
    notKnown: z.array(unknownSchema),
    timeline: z.array(timelineEntrySchema).describe('Oldest first; at most 200.'),
  })
  .meta({ id: 'Receipt' })
export type ReceiptView = z.infer<typeof receiptSchema>
