import { CHARGE_RISKS, FAILURE_CLASSES, REQUEUE_OUTCOMES, STOP_REASONS } from '@kiln/lifecycle'
import { z } from 'zod'
import { bulkFields, completeSchema } from './bulk.ts'
import { creditsSchema } from './credits.ts'
import { causeIdSchema } from './failures.ts'
import { form } from './forms.ts'
import { timeSchema } from './job-view.ts'

const moment = z.iso.datetime({ offset: true, error: form('moment') })
const name = z.string().min(1).max(200)
const count = z.int().min(0)

const filterFields = {
  cause: causeIdSchema.exactOptional(),
  class: z.enum(FAILURE_CLASSES).exactOptional(),
  model: name.exactOptional(),
  batch: name.exactOptional(),
  since: moment.exactOptional().describe('Failed at this time or later, ISO 8601.'),
  until: moment.exactOptional().describe('Failed before this time, ISO 8601.'),
}

/** What POST /v1/requeues takes. */
export const bulkRequeueBodySchema = z
  .strictObject({
    filter: z
      .strictObject(filterFields)
      .refine((filter) => Object.keys(filter).length > 0, form('someFilter'))
      .describe('Which failed jobs; every part given must hold.'),
    dryRun: z.boolean().default(false).describe('true: only the plan; nothing is written or sent.'),
    limit: z.int().min(1).exactOptional().describe('At most so many jobs are run again.'),
    canary: z
      .int()
      .min(0)
      .max(1_000)
      .default(0)
      .describe('So many jobs go first, and the rest only when all of these have succeeded.'),
    stopAfter: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(20)
      .describe('It stops by itself when more jobs than this fail again with the class they had.'),
    confirmCharge: z
      .boolean()
      .default(false)
      .describe('true: a second charge is all right for every one of the jobs that KIE can be asked about.'),
  })
  .meta({
    id: 'BulkRequeueBody',
    examples: [
      { filter: { class: 'upstreamError' }, dryRun: true },
      { filter: { model: 'z-image' }, canary: 5 },
    ],
  })
export type BulkRequeueBody = z.infer<typeof bulkRequeueBodySchema>

/** What a bulk requeue would come to. */
export const requeuePlanSchema = z
  .object({
    matching: count,
    eligible: count.describe('Jobs that would get a new attempt if KIE says nothing new of them.'),
    notEligible: z
      .object({ why: z.enum([...CHARGE_RISKS, 'unreadable']), jobs: count })
      .array()
      .describe('`confirmCharge` makes all of them eligible that can be read.'),
    askedFirst: count.describe(
      'Eligible jobs whose task KIE is asked for first: a result it has is adopted.',
    ),
    credits: creditsSchema.describe('Of all eligible jobs; `unknown` as soon as one of them has no price.'),
    unpriced: count,
    complete: completeSchema,
    seconds: z
      .number()
      .nullable()
      .describe(
        "How long it is likely to take at today's limits and queue; null while a gate holds everything, or where nobody knows how long a model takes.",
      ),
  })
  .meta({ id: 'RequeuePlan' })
export type RequeuePlanView = z.infer<typeof requeuePlanSchema>

const outcomes = Object.fromEntries(REQUEUE_OUTCOMES.map((outcome) => [outcome, count])) as Record<
  (typeof REQUEUE_OUTCOMES)[number],
  typeof count
>

export const bulkRequeueSchema = z
  .object({
    ...bulkFields,
    filter: z.object({
      ...filterFields,
      since: timeSchema.exactOptional(),
      until: timeSchema.exactOptional(),
    }),
    canary: count,
    stopAfter: count,
    confirmCharge: z.boolean(),
    counts: z.object({
      found: count.describe('Jobs in its groups when it came to be.'),
      left: count.describe('Jobs it has not looked at, or did not look at before its end.'),
      requeued: count,
      adopted: count.describe('KIE had their result all along.'),
      resumed: count.describe('Their task still runs.'),
      skipped: z
        .record(z.string(), count)
        .describe(
          'Left as they are, by why: a risk of a second charge, `changed`, `outsideFilter`, `unreadable` or `fault` (of kiln).',
        ),
      outcomes: z
        .object({ ...outcomes, open: count })
        .describe(
          'What became of the requeued and resumed ones; `returned` failed with the class they had, `lost` have no record any more.',
        ),
    }),
    why: z.enum(STOP_REASONS).nullable().describe('Why it stopped by itself.'),
  })
  .meta({ id: 'BulkRequeue' })
export type BulkRequeueView = z.infer<typeof bulkRequeueSchema>

export const bulkRequeuePageSchema = z
  .object({
    requeues: bulkRequeueSchema.array().describe('Newest first.'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'BulkRequeuePage' })
export type BulkRequeuePageView = z.infer<typeof bulkRequeuePageSchema>
