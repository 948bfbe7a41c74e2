import { STATE_NAMES, type State } from '@kiln/lifecycle'
import { z } from 'zod'
import { creditsSchema } from './credits.ts'
import { form } from './forms.ts'
import { jobBodySchema, printableName } from './job-body.ts'
import { jobViewSchema, stateSchema, timeSchema, waitingForSchema } from './job-view.ts'

export const BATCH_LINES_MAX = 100_000
/** Counted after unpacking. */
export const BATCH_BODY_BYTES_MAX = 200 * 1024 * 1024
/** What POST /v1/jobs takes as a body. */
export const LINE_BYTES_MAX = 1_048_576
/** One line may have as many faults as it has fields; so many are kept. */
export const LINE_ERRORS_KEPT = 10

export const batchDefaultsSchema = jobBodySchema.omit({ customId: true }).partial()
export const batchBudgetSchema = z.strictObject({ credits: z.number().min(0) })

/** What POST /v1/batches takes as JSON; it is read as a stream, so the order of its fields matters a little. */
export const batchBodySchema = z
  .strictObject({
    name: printableName.exactOptional().describe("The caller's own name for the batch."),
    budget: batchBudgetSchema
      .exactOptional()
      .describe('What all jobs of the batch may cost together; what would go beyond it is held.'),
    defaults: batchDefaultsSchema
      .exactOptional()
      .describe(
        'What a line leaves out; `input` and `metadata` are filled up key by key. Before `jobs`: lines are judged as they arrive.',
      ),
    jobs: z
      .array(z.unknown())
      .min(1)
      .max(BATCH_LINES_MAX)
      .describe('Each as the body of POST /v1/jobs, less what `defaults` says.'),
  })
  .meta({ id: 'BatchBody' })

export const ON_INVALID = ['run', 'reject'] as const

/** Beside the body; what a body of lines has no place for. */
export const batchQuerySchema = z.strictObject({
  onInvalid: z
    .enum(ON_INVALID)
    .default('run')
    .describe('`run`: good lines run, bad ones are reported. `reject`: one bad line refuses all.'),
  name: printableName.exactOptional().describe('The name of a batch that comes as lines.'),
  budget: z.coerce.number().min(0).exactOptional().describe('The budget of a batch that comes as lines.'),
  defaults: z.string().exactOptional().describe('The defaults of a batch that comes as lines, as JSON.'),
})
export type BatchQuery = z.infer<typeof batchQuerySchema>

export const BATCH_STATUSES = ['running', 'held', 'ended', 'endedWithOpen'] as const

const count = z.int().min(0)
const timeOrNull = timeSchema.nullable()

const countsSchema = z
  .object(Object.fromEntries(STATE_NAMES.map((state) => [state, count])) as Record<State, typeof count>)
  .describe('Accepted lines by state; lines that are no jobs yet count as queued.')

const batchCredits = z.object({
  quoted: creditsSchema.describe('Of all accepted lines; `unknown` as soon as one of them has no price.'),
  unpriced: count.describe('Accepted lines whose price nobody knows.'),
  held: z.number().describe('The most that attempts without a verdict may cost.'),
  charged: z.number(),
  wasted: z.number().describe('Charged for attempts that came to nothing.'),
})

export const batchViewSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    status: z
      .enum(BATCH_STATUSES)
      .describe('`held`: all that is left waits for a gate. `endedWithOpen`: late or parked jobs are left.'),
    waitingFor: waitingForSchema.nullable().describe('What holds the rest of a `held` batch.'),
    lines: count.describe('Accepted lines.'),
    invalid: count.describe('Bad lines; see `links.errors`.'),
    counts: countsSchema,
    credits: batchCredits,
    budget: z
      .object({
        credits: z.number(),
        used: z.number().describe('Charged, and reserved for attempts under way.'),
      })
      .nullable(),
    createdAt: timeSchema,
    expandedAt: timeOrNull.describe('When the last line became a job.'),
    startedAt: timeOrNull.describe('When the first job was sent.'),
    cancelRequestedAt: timeOrNull,
    endedAt: timeOrNull.describe('Null while jobs are queued or run; a batch may turn again.'),
    finishAt: timeOrNull.describe(
      "When all is likely to be done: by today's limits and queue, and by how fast jobs were seen to end. Null where it is " +
        'not known, a person has to open a gate, or nothing ends any more.',
    ),
    links: z.object({
      self: z.string(),
      results: z.string(),
      errors: z.string(),
      events: z.string(),
      jobs: z.string(),
      cancel: z.string(),
    }),
  })
  .meta({ id: 'Batch' })
export type BatchView = z.infer<typeof batchViewSchema>

export const batchListQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, form('cursor'))
    .exactOptional()
    .describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const batchPageSchema = z
  .object({
    batches: z.array(batchViewSchema).describe('Newest first.'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'BatchPage' })

/** Both streams go on after the line that was read last. */
const afterLine = z.coerce
  .number()
  .int()
  .min(0)
  .exactOptional()
  .describe('`line` of the last row that was read: the stream goes on behind it.')

export const resultsQuerySchema = z.strictObject({
  cursor: afterLine,
  state: stateSchema.exactOptional().describe('Only lines in this state.'),
})
export const batchErrorsQuerySchema = z.strictObject({ cursor: afterLine })

export const resultRowSchema = z
  .object({
    customId: z.string().nullable(),
    id: z.string().nullable().describe('Null for a line that was canceled before it became a job.'),
    line: z.int().min(1).describe('Counted from 1, blank and bad lines too.'),
    model: z.string(),
    state: stateSchema,
    result: jobViewSchema.shape.result,
    failure: jobViewSchema.shape.failure,
    credits: jobViewSchema.shape.credits,
  })
  .meta({ id: 'ResultRow' })
export type ResultRow = z.infer<typeof resultRowSchema>
