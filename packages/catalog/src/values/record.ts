import { z } from 'zod'
import type { Fault, Path } from '../fault.ts'
import { isRecord } from '../is-record.ts'
import { MAX_ISSUES } from '../limits.ts'
import type { Parameter } from '../model-file.ts'
import { renderPath } from '../render-path.ts'
import type { ConversionNotes, Convert, Value } from './value.ts'

/** An object with named parameters: a model's whole input, or one item of a list. */
export function compileRecord(
  params: readonly Parameter[],
  compileParameter: (parameter: Parameter) => Value,
): Value {
  const fields = new Map(params.map((parameter) => [parameter.name, compileParameter(parameter)]))
  const shape = Object.fromEntries(
    params.map((parameter) => [parameter.name, fieldSchema(parameter, fields)]),
  )
  return {
    schema: z.strictObject(shape),
    convert: convertRecord(params, fields),
    expected: `an object with ${params.map((parameter) => parameter.name).join(', ')}`,
    fields,
    aliases: new Map(params.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const))),
  }
}

function fieldSchema(parameter: Parameter, fields: ReadonlyMap<string, Value>): z.ZodType {
  const schema = fields.get(parameter.name)?.schema ?? z.never()
  const told = schema.meta({
    ...(parameter.notes === undefined ? {} : { description: parameter.notes }),
    ...(parameter.deprecated === true ? { deprecated: true } : {}),
  })
  if (parameter.default !== undefined) return told.default(parameter.default)
  return parameter.required ? told : told.optional()
}

function convertRecord(params: readonly Parameter[], fields: ReadonlyMap<string, Value>): Convert {
  const byName = new Map(params.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one])))
  return (given, path, notes) => {
    if (!isRecord(given)) return given
    // Without a prototype a key called __proto__ is a key like any other, and is refused as unknown.
    const sent = Object.create(null) as Record<string, unknown>
    let unknownCount = 0
    for (const key of Object.keys(given)) {
      const parameter = byName.get(key)
      const field = parameter && fields.get(parameter.name)
      if (parameter !== undefined && field !== undefined) {
        keep(sent, parameter, key, field.convert(given[key], [...path, key], notes), path, notes)
        // More unknown keys than are ever reported need not be carried on.
      } else if (unknownCount++ < MAX_ISSUES) sent[key] = given[key]
    }
    return sent
  }
}

function keep(
  sent: Record<string, unknown>,
  parameter: Parameter,
  key: string,
  value: unknown,
  path: Path,
  notes: ConversionNotes,
): void {
  const { name } = parameter
  if (value === undefined || value === null || value === '') {
    if (parameter.default !== undefined) notes.warnings.push(emptyWarning([...path, key]))
    return
  }
  if (name in sent && !isSame(sent[name], value)) {
    notes.problems.push({ path: [...path, key], fault: conflict(parameter) })
    return
  }
  if (path.length === 0 && key !== name && !(name in sent)) notes.writtenAs.set(name, key)
  sent[name] = value
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
