import { FAILURE_CLASSES, FAULTS } from '@kiln/lifecycle'
import { z } from 'zod'
import { form } from './forms.ts'
import { timeSchema } from './job-view.ts'

const moment = z.iso.datetime({ offset: true, error: form('moment') })
const name = z.string().min(1).max(200)
const count = z.int().min(0)

export const causeIdSchema = z.string().min(1).max(40).describe('`cause` of a group of failures.')

/** What GET /v1/failures can be asked for; every filter given must hold. */
export const failureListQuerySchema = z.strictObject({
  cause: causeIdSchema.exactOptional().describe('One group: `failure.cause` of a job.'),
  class: z.enum(FAILURE_CLASSES).exactOptional(),
  model: name.exactOptional(),
  batch: name.exactOptional().describe('Failures of this batch alone.'),
  since: moment.exactOptional().describe('Groups in which a job failed at this time or later, ISO 8601.'),
  until: moment.exactOptional().describe('Groups in which a job failed before this time, ISO 8601.'),
  order: z.enum(['newest', 'biggest']).default('newest'),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, form('cursor'))
    .exactOptional()
    .describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type FailureListQuery = z.infer<typeof failureListQuerySchema>

/** Failed jobs with one cause. */
export const failureGroupSchema = z
  .object({
    cause: z.string().describe('The same wherever it appears: of class, code, message and model.'),
    class: z.enum(FAILURE_CLASSES),
    code: z.string(),
    model: z.string(),
    message: z
      .string()
      .describe(
        'What the messages have in common; # stands for numbers and ids. Empty, like code and model, for what is left ' +
          'over of a class with too many causes.',
      ),
    fault: z.enum(FAULTS).describe('Who can do something about it; `us` is kiln and its catalogue.'),
    advice: z.string(),
    count: count.describe('Jobs that stand in it now. A requeue takes its job out.'),
    credits: z.object({ lost: z.number().describe('Charged to these jobs.') }),
    firstSeenAt: timeSchema,
    lastSeenAt: timeSchema,
    trend: count
      .array()
      .length(24)
      .describe('Failures in each of the last 24 hours of the clock, the oldest first.'),
    samples: z.string().array().describe('The newest of its jobs, at most five.'),
    links: z.object({ jobs: z.string() }),
  })
  .meta({ id: 'FailureGroup' })
export type FailureGroupView = z.infer<typeof failureGroupSchema>

export const failurePageSchema = z
  .object({ failures: z.array(failureGroupSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'FailurePage' })
export type FailurePageView = z.infer<typeof failurePageSchema>
