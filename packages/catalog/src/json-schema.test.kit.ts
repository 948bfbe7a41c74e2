import { isRecord } from './is-record.ts'

type Schema = Record<string, unknown>
type Keyword = (value: unknown, wanted: unknown, schema: Schema) => string[]

const fault = (isWrong: boolean, text: string) => (isWrong ? [text] : [])
const size = (value: unknown) =>
  typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : Number.NaN

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isRecord,
}

/** The keywords of JSON Schema that describe inputs; one that stands nowhere here fails the test. */
const KEYWORDS: Record<string, Keyword> = {
  $schema: () => [],
  description: () => [],
  default: () => [],
  deprecated: () => [],
  format: () => [],
  type: (value, type) => fault(TYPES[type as string]?.(value) !== true, `is no ${type}`),
  const: (value, wanted) => fault(value !== wanted, `is not ${wanted}`),
  enum: (value, values) => fault(!(values as unknown[]).includes(value), 'is none of the values'),
  minimum: (value, least) => fault((value as number) < (least as number), `is below ${least}`),
  maximum: (value, most) => fault((value as number) > (most as number), `is above ${most}`),
  // As validators do it: by dividing in binary.
  multipleOf: (value, step) =>
    fault(!Number.isInteger((value as number) / (step as number)), `is no multiple of ${step}`),
  minLength: (value, least) => fault(size(value) < (least as number), 'is too short'),
  maxLength: (value, most) => fault(size(value) > (most as number), 'is too long'),
  minItems: (value, least) => fault(size(value) < (least as number), 'has too few items'),
  maxItems: (value, most) => fault(size(value) > (most as number), 'has too many items'),
  pattern: (value, source) =>
    fault(!new RegExp(source as string, 'u').test(value as string), `is not like ${source}`),
  items: (value, schema) => (value as unknown[]).flatMap((item) => faultsBy(schema as Schema, item)),
  anyOf: (value, schemas) =>
    fault(!(schemas as Schema[]).some((one) => faultsBy(one, value).length === 0), 'fits no alternative'),
  required: (value, names) =>
    (names as string[])
      .filter((name) => !Object.hasOwn(value as Schema, name))
      .map((name) => `lacks ${name}`),
  additionalProperties: (value, _wanted, { properties }) =>
    Object.keys(value as Schema)
      .filter((name) => !Object.hasOwn(properties as Schema, name))
      .map((name) => `has ${name}`),
  properties: (value, properties) =>
    Object.entries(value as Schema).flatMap(([name, one]) => {
      const schema = (properties as Record<string, Schema>)[name]
      return schema === undefined ? [] : faultsBy(schema, one).map((text) => `${name} ${text}`)
    }),
}

/** What a validator outside would say of a value. */
export function faultsBy(schema: Schema, value: unknown): string[] {
  return Object.entries(schema).flatMap(([name, wanted]) => {
    const keyword = KEYWORDS[name]
    if (keyword === undefined) throw new Error(`the keyword ${name} is not understood`)
    return keyword(value, wanted, schema)
  })
}
