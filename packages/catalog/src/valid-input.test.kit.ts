import * as fc from 'fast-check'
import { type Facts, holds } from './conditions.ts'
import type { ModelFile, Parameter, Shape } from './model-file.ts'
import { plainDefaults } from './rules/fill-defaults.ts'
import type { Rule, RuleKind, RuleOf } from './rules/rule.ts'

type Input = Record<string, unknown>
type Make = (name: string) => unknown

/** Inputs that the model takes: each value within its own bounds, then mended until every rule holds. */
export function validInputOf(model: ModelFile): fc.Arbitrary<Input> {
  const params = model.params.filter((one) => one.deprecated !== true)
  const whole = fc.record(Object.fromEntries(params.map((one) => [one.name, valueOf(one, one.required)])))
  const kept = fc.subarray(params.filter((one) => !one.required || one.default !== undefined))
  return fc.tuple(whole, kept).map(([all, optional]) => {
    const names = params.filter(
      (one) => optional.includes(one) || (one.required && one.default === undefined),
    )
    const input = Object.fromEntries(names.map(({ name }) => [name, all[name]]))
    return mend(model, input, (name) => all[name])
  })
}

function valueOf(shape: Shape | Parameter, required = false): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'string':
      if (shape.pattern !== undefined) return fc.constantFrom('1,4', '0.5,3')
      return textOf(shape.minLength ?? 1, shape.maxLength ?? 40)
    case 'number':
    case 'integer':
      return numberOf(shape)
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...shape.values)
    case 'url':
      return urlOf(shape)
    case 'url_array':
      return fc.array(urlOf(shape), lengths(shape, required))
    case 'array':
      if (!('items' in shape)) return fc.constant([[1, 2, 3, 4]])
      return fc.array(valueOf(shape.items), lengths(shape, required))
    case 'object':
      return fc.record(Object.fromEntries(shape.params.map((one) => [one.name, valueOf(one, one.required)])))
  }
}

function textOf(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom('a', 'Z', '9', 'ж', '🎬', '.', '"')
  const least = Math.max(1, minLength)
  return fc.string({ unit, minLength: least, maxLength: Math.max(least, Math.min(maxLength, 12)) })
}

function lengths(
  bounds: { minItems?: number | undefined; maxItems?: number | undefined },
  required: boolean,
) {
  const minLength = Math.max(bounds.minItems ?? 0, required ? 1 : 1)
  return { minLength, maxLength: Math.max(minLength, Math.min(bounds.maxItems ?? 3, 3)) }
}

function urlOf({ hosts, schemes }: { hosts?: string[] | undefined; schemes?: string[] | undefined }) {
  const host = hosts?.[0] ?? 'files.example'
  const other = (schemes ?? [])
    .filter((one) => !one.startsWith('http'))
    .map((one) => `${one}://kept-before/1`)
  return fc.constantFrom(`https://${host}/a`, `http://${host}/b?c=d#e`, `https://${host}/%20f`, ...other)
}

function numberOf(shape: Extract<Shape, { type: 'number' | 'integer' }>): fc.Arbitrary<unknown> {
  const step = shape.step ?? (shape.type === 'integer' ? 1 : 10 ** -(shape.round ?? 1))
  const from = Math.ceil((shape.min ?? 0) / step - 1e-9)
  const to = Math.floor((shape.max ?? (shape.min ?? 0) + 100 * step) / step + 1e-9)
  const number = fc.integer({ min: from, max: Math.min(to, from + 1000) }).map((steps) => {
    const value = Number((steps * step).toFixed(6))
    return Math.min(Math.max(value, shape.min ?? value), shape.max ?? value)
  })
  const any = fc.oneof(number, fc.constantFrom(...(shape.extraValues ?? []), shape.min ?? from * step))
  return shape.sendAs === 'string' ? any.map(String) : any
}

/** Satisfies rule after rule; mending one may break another, so it goes round a few times. */
function mend(model: ModelFile, input: Input, make: Make): Input {
  for (let round = 0; round < 4; round++) {
    for (const rule of model.crossField) {
      const facts: Facts = { given: input, values: { ...plainDefaults(model), ...input } }
      if ('when' in rule && rule.when !== undefined && !holds(rule.when, facts)) continue
      const mender = MENDERS[rule.kind] as ((rule: Rule, at: Bench) => void) | undefined
      mender?.(rule, { model, input, facts, make })
    }
  }
  return input
}

interface Bench {
  model: ModelFile
  input: Input
  facts: Facts
  make: Make
}

/** How a broken rule is put right. What no generated value breaks has no entry. */
const MENDERS: { [Kind in RuleKind]?: (rule: RuleOf<Kind>, bench: Bench) => void } = {
  requiredIf: ({ param, value, when }, { model, input, facts, make }) => {
    if (value !== undefined) input[param] = value
    else if (isForbidden(param, model, facts)) delete input[Object.keys(when)[0] ?? '']
    else if (facts.values[param] === undefined) input[param] = make(param)
  },
  forbiddenIf: ({ param, value }, { input, facts }) => {
    if (value === undefined) delete input[param]
    else if (facts.values[param] === value) input[param] = !value
  },
  allowedValuesIf: ({ param, values }, { input }) => {
    if (param in input && !values.includes(input[param] as string)) input[param] = values[0]
  },
  forbiddenValuesIf: (rule, { model, input }) => {
    if (rule.values.includes(input[rule.param] as string)) input[rule.param] = otherThan(rule, model)
  },
  rangeIf: ({ param, min, max }, { input }) => {
    if (param in input) input[param] = min ?? max
  },
  multipleOf: ({ param, of }, { input }) => {
    if (param in input) input[param] = Math.floor(Number(input[param]) / of) * of
  },
  maxItemsIf: ({ param, max }, { input }) => cut(input, param, max),
  itemCountIf: ({ param, count }, { input, make }) => {
    input[param] = Array.from({ length: count }, () => (make(param) as unknown[])[0])
  },
  maxTotalItems: ({ params }, { input }) => params.forEach((name) => cut(input, name, 2)),
  mutuallyExclusive: ({ groups }, { input }) => void keepOneGroup(groups, input),
  exactlyOneGroup: ({ groups }, { input, make }) => {
    for (const name of keepOneGroup(groups, input)) input[name] ??= make(name)
  },
  exactlyOne: ({ params }, { input, make }) => {
    const [kept = ''] = keepOneGroup(
      params.map((name) => [name]),
      input,
    )
    input[kept] ??= make(kept)
  },
  atLeastOne: ({ params }, { input, make }) => {
    const kept = params.find((name) => name in input) ?? params[0] ?? ''
    input[kept] ??= make(kept)
  },
  sameLength: ({ params }, { input }) => void delete input[params[0] ?? ''],
  greaterThan: ({ path, than, minDifference = 1 }, { input, facts }) =>
    mendDifference(path, than, minDifference, input, facts.values),
  sumAtMost: ({ path }, { input }) => mendList(input, path, (item, name) => (item[name] = 1)),
  uniqueItems: ({ path }, { input }) =>
    mendList(input, path, (item, name, at) => (item[name] = `name ${at}`)),
  forbiddenCombination: ({ when }, { input }) => void delete input[Object.keys(when)[0] ?? ''],
}

function cut(input: Input, name: string, length: number): void {
  const value = input[name]
  if (Array.isArray(value)) input[name] = value.slice(0, length)
}

function keepOneGroup(groups: readonly string[][], input: Input): readonly string[] {
  const kept = groups.find((group) => group.some((name) => name in input)) ?? groups[0] ?? []
  for (const name of groups.flat()) if (!kept.includes(name)) delete input[name]
  return kept
}

/** Where one rule wants what another forbids, the setting that wants it has to go. */
function isForbidden(name: string, { crossField }: ModelFile, facts: Facts): boolean {
  return crossField.some(
    (rule) =>
      rule.kind === 'forbiddenIf' &&
      rule.value === undefined &&
      rule.param === name &&
      holds(rule.when, facts),
  )
}

function otherThan({ param, values }: RuleOf<'forbiddenValuesIf'>, { params }: ModelFile): unknown {
  const parameter = params.find(({ name }) => name === param)
  return parameter?.type === 'enum' ? parameter.values.find((value) => !values.includes(value)) : undefined
}

function mendDifference(path: string, than: string, difference: number, input: Input, values: Input): void {
  const other = than.split('.').at(-1) ?? than
  if (!path.includes('[]')) {
    if (values[path] !== undefined && values[other] !== undefined)
      input[path] = Number(values[other]) + difference
    return
  }
  mendList(input, path, (item, name) => {
    if (item[name] !== undefined && item[other] !== undefined) item[name] = Number(item[other]) + difference
  })
}

function mendList(input: Input, path: string, change: (item: Input, name: string, at: number) => void): void {
  const [list = '', name = ''] = path.split('[].')
  const items = input[list] as Input[] | undefined
  if (items !== undefined)
    input[list] = items.map((item, at) => {
      const copy = { ...item }
      change(copy, name, at)
      return copy
    })
}
