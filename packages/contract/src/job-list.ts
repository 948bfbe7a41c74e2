import { z } from 'zod'
import { causeIdSchema } from './failures.ts'
import { form } from './forms.ts'
import { failureClassSchema, jobViewSchema, stateSchema } from './job-view.ts'

const moment = z.iso.datetime({ offset: true, error: form('moment') })
const name = z.string().min(1).max(200)

/** What GET /v1/jobs can be asked for; every filter given must hold. */
export const jobListQuerySchema = z.strictObject({
  state: stateSchema.exactOptional(),
  model: name.exactOptional(),
  failure: failureClassSchema.exactOptional(),
  cause: causeIdSchema.exactOptional(),
  batch: name.exactOptional(),
  customId: z.string().min(1).max(128).exactOptional(),
  since: moment.exactOptional().describe('Accepted at this time or later, ISO 8601.'),
  until: moment.exactOptional().describe('Accepted before this time, ISO 8601.'),
  // A sequence number beyond 15 digits is no number any more.
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, form('cursor'))
    .exactOptional()
    .describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type JobListQuery = z.infer<typeof jobListQuerySchema>

export const jobPageSchema = z
  .object({
    jobs: z.array(jobViewSchema).describe('Newest first.'),
    nextCursor: z
      .string()
      .nullable()
      .describe('Null when there is no more; a page may be short, even empty, before that.'),
  })
  .meta({ id: 'JobPage' })
export type JobPageView = z.infer<typeof jobPageSchema>
