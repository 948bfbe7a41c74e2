import { z } from 'zod'
import { bulkFields, completeSchema } from './bulk.ts'
import { creditsSchema } from './credits.ts'
import { form } from './forms.ts'
import { timeSchema } from './job-view.ts'

const moment = z.iso.datetime({ offset: true, error: form('moment') })
const name = z.string().min(1).max(200)
const count = z.int().min(0)

/** States of jobs that a cancel can still change. */
export const cancelableStateSchema = z.enum(['queued', 'submitting', 'unconfirmed', 'running', 'late'])

const filterFields = {
  state: cancelableStateSchema
    .exactOptional()
    .describe('The state when its turn comes: `queued` marks nothing that was sent meanwhile.'),
  model: name.exactOptional(),
  batch: name.exactOptional().describe('Jobs of this batch; lines that are no jobs yet are left.'),
  customIdPrefix: z.string().min(1).max(128).exactOptional(),
  since: moment.exactOptional().describe('Accepted at this time or later, ISO 8601.'),
  until: moment.exactOptional().describe('Accepted before this time, ISO 8601.'),
}

/** What POST /v1/cancels takes. */
export const bulkCancelBodySchema = z
  .strictObject({
    filter: z
      .strictObject(filterFields)
      .refine((filter) => Object.keys(filter).length > 0, form('someFilter'))
      .describe('Which jobs that have not ended; every part given must hold.'),
    dryRun: z.boolean().default(false).describe('true: only the plan; nothing is written.'),
    limit: z.int().min(1).exactOptional().describe('At most so many jobs are canceled, the oldest first.'),
  })
  .meta({
    id: 'BulkCancelBody',
    examples: [{ filter: { state: 'queued', model: 'z-image' }, dryRun: true }],
  })
export type BulkCancelBody = z.infer<typeof bulkCancelBodySchema>

/** What a bulk cancel would come to. */
export const cancelPlanSchema = z
  .object({
    matching: count,
    eligible: count,
    endAtOnce: count.describe('Queued jobs: they end as canceled and cost nothing.'),
    onlyMarked: count.describe(
      'Jobs that were sent. KIE cannot stop a task: they run to their end, get no further attempt, and then end as ' +
        'canceled with their charge and result.',
    ),
    notEligible: z
      .object({ why: z.enum(['alreadyRequested', 'parked']), jobs: count })
      .array()
      .describe('A parked job waits for a person: requeue it or write it off.'),
    credits: z.object({
      saved: creditsSchema.describe(
        'Of those that end at once; `unknown` as soon as one of them has no price.',
      ),
      notSaved: creditsSchema.describe(
        'Of those that were sent; `unknown` as soon as one of them has no price.',
      ),
    }),
    unpriced: count,
    complete: completeSchema,
  })
  .meta({ id: 'CancelPlan' })
export type CancelPlanView = z.infer<typeof cancelPlanSchema>

export const bulkCancelSchema = z
  .object({
    ...bulkFields,
    filter: z.object({
      ...filterFields,
      since: timeSchema.exactOptional(),
      until: timeSchema.exactOptional(),
    }),
    counts: z.object({
      found: count.describe('Jobs that had not ended when it came to be, by state, batch and model.'),
      left: count.describe('Jobs it has not looked at, or did not look at before its end.'),
      canceled: count.describe('They were queued, and cost nothing.'),
      requested: count.describe('They had been sent, and end as canceled when KIE has ended them.'),
      skipped: z
        .record(z.string(), count)
        .describe(
          'Left as they are, by why: `changed` (ended meanwhile), `alreadyRequested`, `parked`, `outsideFilter`, ' +
            '`unreadable` or `fault` (of kiln).',
        ),
    }),
  })
  .meta({ id: 'BulkCancel' })
export type BulkCancelView = z.infer<typeof bulkCancelSchema>

export const bulkCancelPageSchema = z
  .object({ cancels: bulkCancelSchema.array().describe('Newest first.'), nextCursor: z.string().nullable() })
  .meta({ id: 'BulkCancelPage' })
