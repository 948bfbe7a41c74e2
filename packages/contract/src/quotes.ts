import { z } from 'zod'
import { costSchema, creditsSchema } from './credits.ts'
import { inputWarningSchema } from './input-warning.ts'
import { batchBudgetSchema, batchDefaultsSchema, batchQuerySchema } from './batches.ts'
import { printableName } from './job-body.ts'
import { timeSchema } from './job-view.ts'
import { badLineSchema } from './problem.ts'

/** More lines come as a stream, which is checked as it arrives. */
export const QUOTE_LINES_MAX = 10_000
/** A prompt of 1,600 characters on every line. */
export const QUOTE_BODY_BYTES_MAX = 16 * 1024 * 1024

/** What POST /v1/quotes takes beside the body of one job: many jobs, and what they have in common. */
export const quoteBatchBodySchema = z
  .strictObject({
    name: printableName.exactOptional().describe("The caller's own name for the batch."),
    budget: batchBudgetSchema.exactOptional().describe('What the whole batch may cost.'),
    defaults: batchDefaultsSchema
      .exactOptional()
      .describe('What a line leaves out; `input` and `metadata` are filled up key by key.'),
    jobs: z
      .array(z.unknown())
      .min(1)
      .max(QUOTE_LINES_MAX)
      .describe('Each as the body of POST /v1/jobs, less what `defaults` says.'),
  })
  .meta({ id: 'QuoteBatchBody' })
/** Beside the body; what a body of lines has no place for. */
export const quoteQuerySchema = batchQuerySchema.omit({ onInvalid: true })
export type QuoteQuery = z.infer<typeof quoteQuerySchema>
export type QuoteBatchBody = z.infer<typeof quoteBatchBodySchema>

export const jobQuoteSchema = z
  .object({
    ok: z.literal(true),
    model: z.string().describe('The id that would be sent, whatever alias came.'),
    input: z.record(z.string(), z.unknown()).describe('Exactly what would be sent.'),
    credits: creditsSchema,
    usd: creditsSchema,
    warnings: z.array(inputWarningSchema),
  })
  .meta({ id: 'JobQuote' })
export type JobQuote = z.infer<typeof jobQuoteSchema>

const count = z.int().min(0)

export const batchQuoteSchema = z
  .object({
    ok: z.boolean().describe('Whether every line would be accepted.'),
    name: z.string().nullable(),
    counts: z.object({
      lines: count,
      valid: count,
      invalid: count,
      unpriced: count.describe('Valid lines whose price nobody knows.'),
    }),
    credits: creditsSchema.describe('Of all valid lines; `unknown` as soon as one of them has no price.'),
    usd: creditsSchema,
    priced: z
      .object({ lines: count, credits: costSchema, usd: costSchema })
      .describe('Of the valid lines with a known price.'),
    models: z
      .array(z.object({ model: z.string(), lines: count, credits: creditsSchema, usd: creditsSchema }))
      .describe('The valid lines by model, those with most lines first.'),
    budget: z
      .object({
        credits: z.number(),
        verdict: z
          .enum(['fits', 'mayExceed', 'exceeds', 'unknown'])
          .describe('`mayExceed`: the upper end does; `unknown`: a line without a price decides.'),
      })
      .nullable(),
    warnings: z
      .array(inputWarningSchema.extend({ lines: count, firstLine: count }))
      .describe('Each once, with how many lines it holds for.'),
    warningsOmitted: count.describe('How many more warnings there are, of all lines together.'),
    badLines: z.array(badLineSchema).describe('In their order; a long list ends early.'),
    badLinesOmitted: count.describe('How many more bad lines there are.'),
    finishAt: timeSchema
      .nullable()
      .describe("When all would be done, at today's limits and queue; null where it is not known."),
    balanceAfter: costSchema
      .nullable()
      .describe('Credits left afterwards, at most and at least; null where price or balance is not known.'),
  })
  .meta({ id: 'BatchQuote' })
export type BatchQuote = z.infer<typeof batchQuoteSchema>
