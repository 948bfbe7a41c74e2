import { z } from 'zod'
import type { Fault, Path } from '../fault.ts'
import { isRecord } from '../is-record.ts'
import { MAX_ISSUES } from '../limits.ts'
import type { Parameter } from '../model-file.ts'
import { putKey } from '../put-key.ts'
import { renderPath } from '../render-path.ts'
import type { ConversionNotes, Convert, UnknownParameters, Value } from './value.ts'

interface RecordRules {
  unknown: UnknownParameters
  /** Whether the schema fills in defaults; a whole input gets them from `rules/fill-defaults.ts`. */
  fills: boolean
}

/** An object with named parameters: a model's whole input, or one item of a list. */
export function compileRecord(
  params: readonly Parameter[],
  compileParameter: (parameter: Parameter) => Value,
  rules: RecordRules,
): Value {
  const fields = new Map(params.map((parameter) => [parameter.name, compileParameter(parameter)]))
  const shape = Object.fromEntries(
    params.map((parameter) => [parameter.name, fieldSchema(parameter, fields, rules.fills)]),
  )
  return {
    schema: rules.unknown === 'passed' ? z.looseObject(shape) : z.strictObject(shape),
    convert: convertRecord(params, fields, rules.unknown),
    expected: `an object with ${params.map((parameter) => parameter.name).join(', ')}`,
    fields,
    aliases: new Map(params.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const))),
  }
}

function fieldSchema(parameter: Parameter, fields: ReadonlyMap<string, Value>, fills: boolean): z.ZodType {
  const schema = fields.get(parameter.name)?.schema ?? z.never()
  const told = schema.meta({
    ...describe(schema.meta()?.description, parameter.notes),
    ...(parameter.deprecated === true ? { deprecated: true } : {}),
    ...(parameter.default === undefined || fills ? {} : { default: parameter.default }),
  })
  if (parameter.default !== undefined) return fills ? told.default(parameter.default) : told.optional()
  return parameter.required ? told : told.optional()
}

/** What the value says of itself comes before what is said of the parameter. */
function describe(...said: (string | undefined)[]): { description?: string } {
  const description = said.filter((part) => part !== undefined).join(' ')
  return description === '' ? {} : { description }
}

function convertRecord(
  params: readonly Parameter[],
  fields: ReadonlyMap<string, Value>,
  unknown: UnknownParameters,
): Convert {
  const byName = new Map(params.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one])))
  return (given, path, notes) => {
    if (!isRecord(given)) return given
    const sent: Record<string, unknown> = {}
    let unknownCount = 0
    for (const key of Object.keys(given)) {
      const parameter = byName.get(key)
      const field = parameter && fields.get(parameter.name)
      if (parameter !== undefined && field !== undefined) {
        keep(sent, parameter, key, field.convert(given[key], [...path, key], notes), path, notes, given)
        continue
      }
      if (unknown === 'passed') pass(sent, key, given[key], path, notes)
      // More unknown keys than are ever reported need not be carried on.
      else if (unknownCount++ < MAX_ISSUES) putKey(sent, key, given[key])
    }
    return sent
  }
}

function pass(
  sent: Record<string, unknown>,
  key: string,
  value: unknown,
  path: Path,
  notes: ConversionNotes,
): void {
  const at = [...path, key]
  if (key === '__proto__') {
    const says = 'is not a name that an object may carry'
    const fault: Fault = { code: 'unknownParameter', says, expected: null, hint: 'Take it out.' }
    notes.problems.push({ path: at, fault })
    return
  }
  sent[key] = value
  const where = renderPath(at)
  const message = `${where} is not a parameter of this model; it is sent as it came.`
  notes.warnings.push({ path: where, code: 'unknownParameter', message })
}

function keep(
  sent: Record<string, unknown>,
  parameter: Parameter,
  key: string,
  value: unknown,
  path: Path,
  notes: ConversionNotes,
  given: Record<string, unknown>,
): void {
  const { name, aliases } = parameter
  if (isEmpty(value, parameter)) {
    if (parameter.default !== undefined) notes.warnings.push(emptyWarning([...path, key]))
    return
  }
  const before = sent[name]
  if (before !== undefined && !isSame(before, value)) {
    // At the other name, in whichever order the two came.
    const other = key === name ? aliases.find((alias) => !isEmpty(given[alias], parameter)) : key
    notes.problems.push({ path: [...path, other ?? key], fault: conflict(parameter) })
    return
  }
  if (path.length === 0 && key !== name && before === undefined) notes.writtenAs.set(name, key)
  sent[name] = value
}

/** What counts as not given. A required list is left empty, so that the fault names its bounds. */
function isEmpty(value: unknown, { required }: Parameter): boolean {
  if (Array.isArray(value)) return value.length === 0 && !required
  return value === undefined || value === null || value === ''
}

function emptyWarning(path: Path) {
  const at = renderPath(path)
  return { path: at, code: 'emptyReplaced', message: `${at} came empty, so its default is sent.` }
}

function conflict({ name, aliases }: Parameter): Fault {
  return {
    code: 'parameterConflict',
    says: `is a second name of the parameter ${name}, given with another value`,
    expected: `one value under one of the names ${[name, ...aliases].join(', ')}`,
    hint: 'Keep one of the two.',
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other
  return one.length === other.length && one.every((item, at) => item === other[at])
}
