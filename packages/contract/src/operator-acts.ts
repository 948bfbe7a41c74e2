import { CHARGE_RISKS } from '@kiln/lifecycle'
import { z } from 'zod'
import { form } from './forms.ts'
import { creditsSchema } from './credits.ts'
import { inputWarningSchema } from './input-warning.ts'
import { failureClassSchema, jobViewSchema, timeSchema } from './job-view.ts'

/** What POST /v1/jobs/:id/requeue takes; an empty body asks for the plain thing. */
export const requeueBodySchema = z
  .strictObject({
    confirmCharge: z
      .boolean()
      .exactOptional()
      .describe('true: a second charge is all right. Needed wherever kiln cannot rule it out.'),
    attempt: z
      .int()
      .min(0)
      .exactOptional()
      .describe('`attempts` of the job as it was seen: if it has another one by now, nothing is done.'),
    input: z
      .record(z.string(), z.unknown())
      .exactOptional()
      .describe("Takes the place of the job's input, checked and priced like that of a new job."),
  })
  .meta({ id: 'RequeueBody', examples: [{}, { confirmCharge: true, attempt: 1 }] })
export type RequeueBody = z.infer<typeof requeueBodySchema>

export const bindBodySchema = z
  .strictObject({
    taskId: z
      .string()
      .regex(/^[!-{}~]{1,200}$/, form('taskId'))
      .describe('As the log of the KIE account tells it.'),
  })
  .meta({ id: 'BindBody', examples: [{ taskId: 'c7a2850a412d4b2082007c30ed240cf2' }] })

/** What POST /v1/jobs/:id/requeue answers. */
export const requeuedJobSchema = jobViewSchema
  .extend({
    outcome: z
      .enum(['requeued', 'adopted', 'resumed'])
      .describe(
        '`requeued`: a new attempt. `adopted`: the task had come to a result, which the job has now; nothing is sent. ' +
          '`resumed`: the task still runs, and is watched again.',
      ),
    warnings: inputWarningSchema.array().describe('About an edited input.'),
  })
  .meta({ id: 'RequeuedJob' })
export type RequeuedJobView = z.infer<typeof requeuedJobSchema>

/** Who did what to a job last. */
export const lastActSchema = z
  .object({
    by: z.string().describe('The name of the key.'),
    act: z.enum(['requeue', 'adopt', 'resume', 'bind', 'writeOff', 'cancel']),
    at: timeSchema,
  })
  .meta({ id: 'LastAct' })

/** What a new attempt may cost, and why nobody can rule out a second charge. */
export const confirmChargeSchema = z
  .object({
    why: z.enum(CHARGE_RISKS),
    credits: creditsSchema.describe('What the new attempt costs.'),
    mayHaveCost: z
      .union([z.number(), z.literal('unknown')])
      .describe('The most that the attempts so far may have cost: charged, or possibly.'),
    evidence: z.object({
      attempts: z.int().min(0),
      taskId: z.string().nullable(),
      kieSays: z
        .string()
        .nullable()
        .describe('What KIE answered, or why it could not be asked; null: nothing to ask.'),
    }),
  })
  .meta({ id: 'ConfirmCharge' })
export type ConfirmChargeView = z.infer<typeof confirmChargeSchema>

/** What POST /v1/batches/:id/retry-failed takes; an empty body asks for the plain thing. */
export const retryFailedBodySchema = z
  .strictObject({
    class: failureClassSchema.exactOptional().describe('Only jobs that failed like this.'),
    confirmCharge: z
      .boolean()
      .exactOptional()
      .describe('true: a second charge is all right for each of them, wherever kiln cannot rule it out.'),
    limit: z
      .int()
      .min(1)
      .max(500)
      .exactOptional()
      .describe('How many jobs one call looks at; 100 unless told.'),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/, form('next'))
      .exactOptional()
      .describe('`next` of the answer before: goes on behind it.'),
  })
  .meta({ id: 'RetryFailedBody', examples: [{}, { class: 'upstreamError', confirmCharge: true }] })
export type RetryFailedBody = z.infer<typeof retryFailedBodySchema>

const tally = z.int().min(0)

/** What it answers. */
export const retriedSchema = z
  .object({
    looked: tally.describe('Failed jobs that this call came to; the other counts sum up to it.'),
    requeued: tally.describe('A new attempt of each waits for its turn.'),
    adopted: tally.describe('KIE had a result all along; nothing is sent.'),
    resumed: tally.describe('The task still runs, and is watched again.'),
    needsConfirm: tally.describe('A second charge cannot be ruled out: left as they are.'),
    refused: tally.describe('Somebody else was first, or the record cannot be read.'),
    next: z
      .string()
      .nullable()
      .describe(
        'To go on with as `cursor`; null when all were looked at. A call may look at few, even none, before.',
      ),
  })
  .meta({ id: 'RetriedFailed' })
export type RetriedView = z.infer<typeof retriedSchema>
