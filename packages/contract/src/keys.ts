import { z } from 'zod'
import { form } from './forms.ts'
import { timeSchema } from './job-view.ts'

export const scopeSchema = z.enum(['submit', 'read', 'operate', 'admin'])
export type KeyScope = z.infer<typeof scopeSchema>

const keyName = z
  .string()
  .regex(/^[a-z0-9_-]{1,40}$/, form('keyName'))
  .describe('Up to 40 characters out of a-z, 0-9, _ and -.')

const weight = z.number().min(0.001).max(1_000)
const budgetPerDay = z.number().min(0.001).max(1_000_000_000)
const queueLimit = z.int().min(1).max(1_000_000_000)

/** What POST /v1/keys takes. */
export const keyBodySchema = z
  .strictObject({
    name: keyName.describe('Never used before, not even by a key that is revoked.'),
    scopes: z.array(scopeSchema).min(1).max(4),
    tenant: keyName.exactOptional().describe('Whose jobs it submits and sees; its name where left out.'),
    weight: weight
      .nullable()
      .exactOptional()
      .describe('How many jobs of the tenant go out while one of another does.'),
    budgetPerDay: budgetPerDay
      .nullable()
      .exactOptional()
      .describe('Credits that the jobs of the tenant may cost in a day (UTC).'),
    queueLimit: queueLimit.nullable().exactOptional().describe('Jobs of the tenant that may be queued.'),
    expiresAt: z.iso
      .datetime({ offset: true, error: form('moment') })
      .exactOptional()
      .describe('From then on it is refused, ISO 8601.'),
  })
  .meta({ id: 'KeyBody', examples: [{ name: 'shop', scopes: ['submit', 'read'], budgetPerDay: 500 }] })
export type KeyBody = z.infer<typeof keyBodySchema>

const keyShape = {
  name: z.string(),
  tenant: z.string(),
  scopes: z.array(scopeSchema),
  source: z
    .enum(['environment', 'ledger'])
    .describe('`environment`: of KILN_API_KEYS, and not to be revoked here.'),
  lastFour: z.string().nullable().describe('Of the secret; null for a key of the environment.'),
  caps: z
    .object({
      weight: z.number(),
      budgetPerDay: z.number().nullable(),
      queueLimit: z.int().nullable(),
    })
    .describe('Of its tenant, wherever they come from; null is no bound.'),
  createdAt: timeSchema.nullable(),
  createdBy: z.string().nullable(),
  expiresAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  revokedBy: z.string().nullable(),
  lastUsedAt: timeSchema.nullable().describe('To a minute or so.'),
}

export const keySchema = z.object(keyShape).meta({ id: 'Key' })
export type KeyView = z.infer<typeof keySchema>

export const createdKeySchema = z
  .object({ ...keyShape, secret: z.string().describe('Shown here and never again.') })
  .meta({ id: 'CreatedKey' })
export type CreatedKeyView = z.infer<typeof createdKeySchema>

export const keyListSchema = z.object({ keys: z.array(keySchema) }).meta({ id: 'KeyList' })
export type KeyListView = z.infer<typeof keyListSchema>
