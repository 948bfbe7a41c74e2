import { BULK_STATUSES } from '@kiln/lifecycle'
import { z } from 'zod'
import { form } from './forms.ts'
import { timeSchema } from './job-view.ts'

/** What GET /v1/requeues and GET /v1/cancels can be asked for. */
export const bulkListQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, form('cursor'))
    .exactOptional()
    .describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** What bulk acts of every kind tell of themselves. */
export const bulkFields = {
  id: z.string(),
  status: z
    .enum(BULK_STATUSES)
    .describe('`done`, `stopped` (by itself) and `aborted` are ends; it is kept for 30 days after that.'),
  by: z.string().describe('The name of the key.'),
  limit: z.int().min(1).nullable(),
  abortedBy: z.string().nullable(),
  createdAt: timeSchema,
  endedAt: timeSchema.nullable(),
  links: z.object({ self: z.string(), abort: z.string() }),
}

export const completeSchema = z
  .boolean()
  .describe('false: there are more than 200,000 jobs to look at, and the plan is of a part of them.')
