import { z } from 'zod'

const modelSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    type: z.string(),
    output: z.string(),
    status: z.string(),
    aliases: z.array(z.string()).describe('Other names under which it is accepted.'),
  })
  .meta({ id: 'ModelSummary' })

export const modelListSchema = z.object({ models: z.array(modelSummarySchema) }).meta({ id: 'ModelList' })

const scalar = z.union([z.string(), z.number(), z.boolean()])
const texts = z.array(z.string()).nullable()

const question = z.object({
  parameter: z.string(),
  type: z.string(),
  required: z.boolean().describe('No default: the job cannot go without an answer.'),
  expected: z.string(),
  default: scalar.nullable(),
  values: z.array(z.union([z.string(), z.number()])).nullable(),
  suggestions: texts.describe('Good answers where any text is allowed.'),
  aliases: z.array(z.string()),
  file: z.object({ mimeTypes: texts, maxMB: z.number().nullable() }).nullable(),
  notes: z.string().nullable(),
})

const price = z.object({
  unit: z.string(),
  credits: z.number(),
  usd: z.number(),
  when: z.record(z.string(), z.unknown()).describe('Parameter values for which it holds; empty: always.'),
  quantity: z.string().nullable().describe('The parameter that is counted or measured.'),
  note: z.string().nullable(),
  asOf: z.string(),
})

export const modelSchema = modelSummarySchema
  .extend({
    vendor: z.string(),
    family: z.string(),
    alsoTypes: z.array(z.string()),
    notes: z.string().nullable(),
    schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `input`.'),
    questions: z.array(question).describe('What to ask a person, in this order.'),
    defaults: z.record(z.string(), scalar),
    prices: z.array(price),
    typicalSeconds: z.object({ min: z.number(), max: z.number(), median: z.number().nullable() }).nullable(),
  })
  .meta({ id: 'Model' })
