import { countCharacters } from './characters.ts'
import { isRecord } from './is-record.ts'

type Schema = Record<string, unknown>
/** Each line below says itself what it compares; nothing else knows the types of both. */
type Keyword = (value: never, wanted: never, schema: Schema) => string[]

const fault = (isWrong: boolean, text: string) => (isWrong ? [text] : [])
const size = (value: unknown) =>
  typeof value === 'string' ? countCharacters(value) : Array.isArray(value) ? value.length : Number.NaN

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
  type: (value: unknown, type: string) => fault(TYPES[type]?.(value) !== true, `is no ${type}`),
  const: (value: unknown, wanted: unknown) => fault(value !== wanted, `is not ${String(wanted)}`),
  enum: (value: unknown, values: unknown[]) => fault(!values.includes(value), 'is none of the values'),
  minimum: (value: number, least: number) => fault(value < least, `is below ${least}`),
  maximum: (value: number, most: number) => fault(value > most, `is above ${most}`),
  // As validators do it: by dividing in binary.
  multipleOf: (value: number, step: number) =>
    fault(!Number.isInteger(value / step), `is no multiple of ${step}`),
  minLength: (value: unknown, least: number) => fault(size(value) < least, 'is too short'),
  maxLength: (value: unknown, most: number) => fault(size(value) > most, 'is too long'),
  minItems: (value: unknown, least: number) => fault(size(value) < least, 'has too few items'),
  maxItems: (value: unknown, most: number) => fault(size(value) > most, 'has too many items'),
  pattern: (value: string, source: string) =>
    fault(!new RegExp(source, 'u').test(value), `is not like ${source}`),
  items: (values: unknown[], schema: Schema) => values.flatMap((item) => faultsBy(schema, item)),
  anyOf: (value: unknown, schemas: Schema[]) =>
    fault(!schemas.some((one) => faultsBy(one, value).length === 0), 'fits no alternative'),
  required: (record: Schema, names: string[]) =>
    names.filter((name) => !Object.hasOwn(record, name)).map((name) => `lacks ${name}`),
  additionalProperties: (record: Schema, _wanted: unknown, { properties }: Schema) =>
    Object.keys(record)
      .filter((name) => !isRecord(properties) || !Object.hasOwn(properties, name))
      .map((name) => `has ${name}`),
  properties: (record: Schema, properties: Record<string, Schema>) =>
    Object.entries(record).flatMap(([name, one]) => {
      const schema = properties[name]
      return schema === undefined ? [] : faultsBy(schema, one).map((text) => `${name} ${text}`)
    }),
}

/** What a validator outside would say of a value. */
export function faultsBy(schema: Schema, value: unknown): string[] {
  return Object.entries(schema).flatMap(([name, wanted]) => {
    const keyword = KEYWORDS[name]
    if (keyword === undefined) throw new Error(`the keyword ${name} is not understood`)
    return keyword(value as never, wanted as never, schema)
  })
}
