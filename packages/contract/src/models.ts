import { LANGUAGES } from '@kiln/languages'
import { z } from 'zod'
import { creditsSchema } from './credits.ts'

const STATUSES = ['active', 'legacy', 'unverified', 'placeholder'] as const
const status = z
  .enum(STATUSES)
  .describe(
    "`active`: in KIE's list; `legacy`: no longer; `unverified`: known from third parties only; " +
      '`placeholder`: a family name that cannot be sent.',
  )
const name = z.string().min(1).max(200)

const inAnyCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value)

/** As people write numbers: not in hexadecimal, and not as nothing at all. */
const fromDecimal = (value: unknown) =>
  typeof value === 'string' && /^\d{1,15}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value

/** What GET /v1/models can be asked for; every filter given must hold. `types` are those that models have. */
export function modelListQueryOf(types: readonly [string, ...string[]]) {
  return z.strictObject({
    type: z
      .preprocess(inAnyCase, z.enum(types))
      .exactOptional()
      .describe('What it does; its further types count too.'),
    vendor: name.exactOptional().describe('The whole name, in any case.'),
    status: z.preprocess(inAnyCase, status).exactOptional(),
    q: name.exactOptional().describe('Words that all stand in id, title, vendor or aliases.'),
    maxCredits: z
      .preprocess(fromDecimal, z.number().min(0))
      .exactOptional()
      .describe('What a job at default settings may cost; a model of unknown price is above every limit.'),
  })
}

const modelSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    vendor: z.string(),
    type: z.string(),
    alsoTypes: z.array(z.string()).describe('What it can do besides.'),
    output: z.string(),
    status,
    credits: creditsSchema.describe(
      'What a job costs that leaves every setting at its default, from the cheapest to the dearest value of those ' +
        'without one; `unknown` also where the input itself is measured.',
    ),
    aliases: z.array(z.string()).describe('Other names under which it is accepted.'),
    requires: z
      .array(z.enum(['callBackUrl']))
      .describe('What KIE wants beside the input. `callBackUrl`: refused where no KIE_CALLBACK_URL is set.'),
  })
  .meta({ id: 'ModelSummary' })

export const modelListSchema = z
  .object({ models: z.array(modelSummarySchema).describe('All that fit, in the order of ids.') })
  .meta({ id: 'ModelList' })

const scalar = z.union([z.string(), z.number(), z.boolean()])
const texts = z.array(z.string()).nullable()

const bound = z.number().exactOptional()
const limits = z
  .object({
    minLength: bound,
    maxLength: bound,
    minItems: bound,
    maxItems: bound,
    min: bound,
    max: bound,
    step: bound,
  })
  .nullable()

const fieldQuestion = z.object({
  parameter: z.string(),
  labels: z.record(z.enum(LANGUAGES), z.string()).describe('What to call it before a person.'),
  type: z.string(),
  required: z.boolean().describe('No default: the job cannot go without an answer.'),
  expected: z.string(),
  default: scalar.nullable(),
  values: z.array(z.union([z.string(), z.number()])).nullable(),
  suggestions: texts.describe('Good answers where any text is allowed.'),
  limits: limits.describe('Bounds of the characters, the items or the value.'),
  aliases: z.array(z.string()),
  file: z.object({ mimeTypes: texts, maxMB: z.number().nullable() }).nullable(),
  notes: z.string().nullable(),
})

const question = fieldQuestion.extend({
  fields: z.array(fieldQuestion).nullable().describe('What to ask for each item of a list of objects.'),
})

const price = z.object({
  unit: z.string(),
  credits: z.number(),
  usd: z.number(),
  when: z.record(z.string(), z.unknown()).describe('Parameter values for which it holds; empty: always.'),
  quantity: z.string().nullable().describe('The parameter that is counted or measured.'),
  quantityIsMost: z.boolean().describe('Whether `quantity` is the most that KIE makes, and charges for.'),
  beyond: z.number().nullable().describe('How many units are free: only those above cost the price.'),
  note: z.string().nullable(),
  asOf: z.string(),
})

const runTimes = z
  .object({
    runs: z.number().describe('How many are counted; older ones count less.'),
    expectedSeconds: z.object({ half: z.number().nullable(), nineInTen: z.number().nullable() }),
    buckets: z.array(z.object({ fromSeconds: z.number(), toSeconds: z.number(), runs: z.number() })),
  })
  .nullable()
  .describe('How long its last runs here took, by which running tasks are read; null before the first.')
export type RunTimesView = NonNullable<z.infer<typeof runTimes>>

export const modelSchema = modelSummarySchema
  .extend({
    family: z.string(),
    resolvesTo: z.array(z.string()).describe('For a placeholder: the ids that can be sent.'),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    notes: z.string().nullable(),
    schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `input`.'),
    questions: z.array(question).describe('What to ask a person, in this order.'),
    defaults: z.record(z.string(), scalar),
    prices: z.array(price),
    rules: z.array(z.string()).describe('Rules between parameters, in words.'),
    runTimes,
    typicalSeconds: z.object({ min: z.number(), max: z.number(), median: z.number().nullable() }).nullable(),
  })
  .meta({ id: 'Model' })
export type ModelView = z.infer<typeof modelSchema>
