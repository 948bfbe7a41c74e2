import { z } from 'zod'
import { form } from './forms.ts'
import { timeSchema } from './job-view.ts'

export const auditActSchema = z.enum([
  'requeue',
  'adopt',
  'resume',
  'bind',
  'writeOff',
  'cancel',
  'bulkRequeue',
  'bulkCancel',
  'bulkAbort',
  'cancelBatch',
  'pauseSubmissions',
  'resumeSubmissions',
  'createKey',
  'revokeKey',
])

const moment = z.iso.datetime({ offset: true, error: form('moment') })

/** What GET /v1/audit can be asked for; every filter given must hold. */
export const auditQuerySchema = z.strictObject({
  actor: z.string().min(1).max(40).exactOptional().describe('The name of a key.'),
  act: auditActSchema.exactOptional(),
  bulk: z
    .string()
    .min(1)
    .max(40)
    .exactOptional()
    .describe('What was done to single jobs in the name of this bulk act, which is listed only so.'),
  since: moment.exactOptional().describe('Done at this time or later, ISO 8601.'),
  until: moment.exactOptional().describe('Done before this time, ISO 8601.'),
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/, form('cursor'))
    .exactOptional()
    .describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

export const auditEntrySchema = z
  .object({
    at: timeSchema,
    actor: z
      .string()
      .describe('The name of the key; `local` where there are no keys, `kiln` for what it did by itself.'),
    act: auditActSchema,
    target: z.object({
      kind: z.enum(['job', 'batch', 'requeue', 'cancel', 'model', 'system', 'key']),
      id: z.string(),
    }),
    details: z.record(z.string(), z.string()).describe('What the act was about; never a secret.'),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const auditPageSchema = z
  .object({ entries: z.array(auditEntrySchema).describe('Newest first.'), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' })
export type AuditPageView = z.infer<typeof auditPageSchema>
