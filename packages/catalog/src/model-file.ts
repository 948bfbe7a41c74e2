import { z } from 'zod'
import { conditionSchema } from './conditions.ts'
import { MODEL_TYPE_NAMES } from './model-types.ts'
import { PRICE_UNITS } from './price-units.ts'
import { ruleSchema } from './rules/rule.ts'

const text = z.string().min(1)
const count = z.int().min(0)

const textShape = z.strictObject({
  type: z.literal('string'),
  minLength: count.optional(),
  maxLength: count.optional(),
  pattern: text.optional(),
  /** Examples, not a closed list. */
  knownValues: z.array(text).optional(),
})

const numberShape = z.strictObject({
  type: z.enum(['number', 'integer']),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  /** Decimals to which a value is rounded before it is judged. */
  round: count.optional(),
  /** Allowed although outside `min` to `max`, such as -1 for "let the model choose". */
  extraValues: z.array(z.number()).optional(),
  /** Judged as a number, sent as decimal text. */
  sendAs: z.literal('string').optional(),
})

const flagShape = z.strictObject({ type: z.literal('boolean') })

const choiceShape = z.strictObject({
  type: z.literal('enum'),
  values: z.array(z.union([text, z.number()])).min(1),
  /** Spelling accepted → value sent. */
  valueAliases: z.record(text, z.union([text, z.number()])).optional(),
})

const media = {
  schemes: z.array(text).optional(),
  hosts: z.array(text).optional(),
  maxLength: count.optional(),
  mimeTypes: z.array(text).optional(),
  maxFileMB: z.number().positive().optional(),
}
const items = { minItems: count.optional(), maxItems: count.optional() }

const urlShape = z.strictObject({ type: z.literal('url'), ...media })
const urlListShape = z.strictObject({ type: z.literal('url_array'), ...media, ...items })

const common = {
  name: text,
  /** KIE wants it in the request; with a default the caller may still leave it out. */
  required: z.boolean().default(false),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  /** A default that KIE states but that is better left unsent. */
  documentedDefault: z.unknown().optional(),
  /** Other names under which a caller may give it. */
  aliases: z.array(text).default([]),
  deprecated: z.boolean().optional(),
  notes: text.optional(),
}

const leafParameterSchema = z.discriminatedUnion('type', [
  textShape.extend(common),
  numberShape.extend(common),
  flagShape.extend(common),
  choiceShape.extend(common),
  urlShape.extend(common),
  urlListShape.extend(common),
])

const recordShape = z.strictObject({ type: z.literal('object'), params: z.array(leafParameterSchema).min(1) })
/** A list whose items KIE does not describe further. */
const openListShape = z.strictObject({ type: z.literal('array') })
const itemShape = z.discriminatedUnion('type', [
  textShape,
  numberShape,
  flagShape,
  choiceShape,
  urlShape,
  recordShape,
  openListShape,
])
const listShape = z.strictObject({ type: z.literal('array'), ...items, items: itemShape })

const parameterSchema = z.discriminatedUnion('type', [
  ...leafParameterSchema.options,
  listShape.extend(common),
])

const priceSchema = z.strictObject({
  unit: z.enum(PRICE_UNITS),
  credits: z.number().min(0),
  when: conditionSchema.default({}),
  /** The parameter that counts the units: "duration", "num_images", "dialogue[].text". */
  quantity: text.optional(),
  /** `quantity` bounds the outputs from above: KIE may make fewer. */
  quantityIsMost: z.literal(true).optional(),
  /** How many units are free: only those beyond cost this price. */
  beyond: count.optional(),
  note: text.optional(),
  /** Year, or year and month. Of two prices the newer holds. */
  asOf: z.string().regex(/^\d{4}(-\d{2})?$/),
})

/** A file under models/: everything kiln knows of one model. */
export const modelFileSchema = z.strictObject({
  id: text,
  aliases: z.array(text).default([]),
  title: text,
  vendor: text,
  family: text,
  type: z.enum(MODEL_TYPE_NAMES),
  alsoTypes: z.array(z.enum(MODEL_TYPE_NAMES)).default([]),
  output: z.enum(['video', 'image', 'audio', 'json']),
  status: z.enum(['active', 'legacy', 'unverified', 'placeholder']),
  /** For a placeholder: the ids that can be sent instead. */
  resolvesTo: z.array(text).default([]),
  /** Fields of the request itself, beside `input`, that KIE wants for this model. */
  requires: z.array(z.enum(['callBackUrl'])).default([]),
  /** In the order in which a person is asked. */
  params: z.array(parameterSchema),
  crossField: z.array(ruleSchema).default([]),
  pricing: z.array(priceSchema).default([]),
  typicalSeconds: z
    .strictObject({ min: z.number(), max: z.number(), median: z.number().nullable().default(null) })
    .optional(),
  notes: text.optional(),
})

export type ModelFile = z.infer<typeof modelFileSchema>
/** A model as it may be written: what has a default can be left out. */
export type WrittenModel = z.input<typeof modelFileSchema>
export type Parameter = z.infer<typeof parameterSchema>
export type PriceRow = z.infer<typeof priceSchema>
export type TextShape = z.infer<typeof textShape>
export type NumberShape = z.infer<typeof numberShape>
export type ChoiceShape = z.infer<typeof choiceShape>
export type UrlShape = z.infer<typeof urlShape>
export type Shape = z.infer<typeof itemShape> | z.infer<typeof listShape> | z.infer<typeof urlListShape>
