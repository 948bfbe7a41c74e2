import { inputWarningSchema } from './input-warning.ts'
import { jobViewSchema } from './job-view.ts'
import type { z } from 'zod'

/** What POST /v1/jobs answers. Warnings are about the request, so the job itself does not keep them. */
export const acceptedJobSchema = jobViewSchema
  .extend({
    warnings: inputWarningSchema
      .array()
      .describe('What is sent all the same, and may not be what was meant. Told here alone.'),
  })
  .meta({ id: 'AcceptedJob' })
export type AcceptedJobView = z.infer<typeof acceptedJobSchema>
