import { z } from 'zod'
import type { Fault, Path, Remark } from '../fault.ts'
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
  let schema: z.ZodType | undefined
  return {
    schema: () => (schema ??= makeSchema(params, fields, rules)),
    takes: takesRecord(params, fields, rules.fills),
    convert: convertRecord(params, fields, rules.unknown),
    expected: ({ expected }) => expected.object(params.map(({ name }) => name)),
    fields,
    aliases: new Map(params.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const))),
  }
}

function makeSchema(
  params: readonly Parameter[],
  fields: ReadonlyMap<string, Value>,
  { unknown, fills }: RecordRules,
): z.ZodType {
  const shape = Object.fromEntries(
    params.map((parameter) => [parameter.name, fieldSchema(parameter, fields, fills)]),
  )
  return unknown === 'passed' ? z.looseObject(shape) : z.strictObject(shape)
}

function fieldSchema(parameter: Parameter, fields: ReadonlyMap<string, Value>, fills: boolean): z.ZodType {
  const schema = fields.get(parameter.name)?.schema() ?? z.never()
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

/** Neither what has to be filled in first nor what is no parameter is taken here. */
function takesRecord(
  params: readonly Parameter[],
  fields: ReadonlyMap<string, Value>,
  fills: boolean,
): (value: unknown) => boolean {
  const plan = params.map((one) => ({
    name: one.name,
    isOptional: one.default === undefined ? !one.required : !fills,
    takes: fields.get(one.name)?.takes ?? (() => false),
  }))
  return (value) => {
    if (!isRecord(value)) return false
    let known = 0
    for (const { name, isOptional, takes } of plan) {
      const field = value[name]
      if (field === undefined ? !isOptional : !takes(field)) return false
      if (field !== undefined) known += 1
    }
    return known === Object.keys(value).length
  }
}

function convertRecord(
  params: readonly Parameter[],
  fields: ReadonlyMap<string, Value>,
  unknown: UnknownParameters,
): Convert {
  const byName = new Map(
    params.flatMap((parameter) => {
      const taken = { parameter, convert: fields.get(parameter.name)?.convert ?? ((given: unknown) => given) }
      return [parameter.name, ...parameter.aliases].map((name) => [name, taken] as const)
    }),
  )
  return (given, path, notes) => {
    if (!isRecord(given)) return given
    const sent: Record<string, unknown> = {}
    let unknownCount = 0
    for (const key of Object.keys(given)) {
      const taken = byName.get(key)
      if (taken !== undefined) {
        path.push(key)
        const value = taken.convert(given[key], path, notes)
        path.pop()
        keep(sent, taken.parameter, key, value, path, notes, given)
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
    const fault: Fault = {
      code: 'unknownParameter',
      says: ({ faults }, where) => faults.impossibleName(where),
      expected: null,
      hint: ({ hints }) => hints.leaveItOut,
    }
    notes.problems.push({ path: at, fault })
    return
  }
  sent[key] = value
  const where = renderPath(at)
  const says: Remark['says'] = ({ warnings }) => warnings.sentAsItCame(where)
  notes.warnings.push({ path: where, code: 'unknownParameter', says })
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
  if (path.length === 0 && key !== name && before === undefined) notes.writtenAs.push([name, key])
  sent[name] = value
}

/** What counts as not given. A required list is left empty, so that the fault names its bounds. */
function isEmpty(value: unknown, { required }: Parameter): boolean {
  if (Array.isArray(value)) return value.length === 0 && !required
  return value === undefined || value === null || value === ''
}

function emptyWarning(path: Path): Remark {
  const at = renderPath(path)
  return { path: at, code: 'emptyReplaced', says: ({ warnings }) => warnings.emptyReplaced(at) }
}

function conflict({ name, aliases }: Parameter): Fault {
  return {
    code: 'parameterConflict',
    says: ({ faults }, at) => faults.secondName(at, name),
    expected: ({ expected }) => expected.underOneName([name, ...aliases]),
    hint: ({ hints }) => hints.keepOne,
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other
  return one.length === other.length && one.every((item, at) => item === other[at])
}
