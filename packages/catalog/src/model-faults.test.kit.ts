import { type Condition, wantedOf } from './conditions.ts'
import { KNOWN_MIME_TYPES } from './file-endings.ts'
import type { ModelFile, Parameter } from './model-file.ts'
import type { Rule, RuleOf } from './rules/rule.ts'

/** What is wrong with a model although its file has the right shape. */
export function faultsIn(model: ModelFile, everywhere: readonly ModelFile[]): string[] {
  return [
    ...allParameters(model).flatMap(faultsInParameter),
    ...pathsIn(model)
      .filter((path) => parameterAt(model, path) === undefined)
      .map((path) => `no ${path}`),
    ...conditionsIn(model).flatMap((condition) => faultsInCondition(model, condition)),
    ...model.crossField.flatMap((rule) => faultsInRule(model, rule)),
    ...repeated(model.pricing.map((row) => JSON.stringify(row))).map((row) => `twice ${row}`),
    ...faultsInResolution(model, everywhere),
  ]
}

export function allParameters(model: ModelFile): Parameter[] {
  return model.params.flatMap((parameter) => [parameter, ...innerOf(parameter)])
}

function innerOf(parameter: Parameter): readonly Parameter[] {
  return parameter.type === 'array' && 'params' in parameter.items ? parameter.items.params : []
}

/** "dialogue[].text" is a parameter within each item of another. */
function parameterAt(model: ModelFile, path: string): Parameter | undefined {
  const [name = '', inner] = path.split('[].')
  const parameter = model.params.find((one) => one.name === name)
  return parameter === undefined || inner === undefined
    ? parameter
    : innerOf(parameter).find((one) => one.name === inner)
}

function faultsInParameter(parameter: Parameter): string[] {
  const { name } = parameter
  const unheardOf = ('mimeTypes' in parameter ? (parameter.mimeTypes ?? []) : [])
    .filter((type) => !KNOWN_MIME_TYPES.has(type))
    .map((type) => `${name} takes ${type}`)
  if (parameter.type !== 'enum') return unheardOf
  const values = parameter.values.map(fold)
  return [
    ...repeated(values).map((value) => `${name} lists ${value} twice`),
    ...Object.entries(parameter.valueAliases ?? {}).flatMap(([spelling, value]) => [
      ...(values.includes(fold(spelling)) ? [`${name} lists the spelling ${spelling}`] : []),
      ...(parameter.values.includes(value) ? [] : [`${name} does not list ${value}`]),
    ]),
  ]
}

const fold = (value: unknown) => String(value).trim().toLowerCase()
const repeated = (texts: readonly string[]) => texts.filter((text, at) => texts.indexOf(text) < at)

/** Every parameter that rules and prices name outside their conditions. */
function pathsIn({ crossField, pricing }: ModelFile): string[] {
  const ofRules = crossField.flatMap((rule) => [
    ...('param' in rule ? [rule.param] : []),
    ...('params' in rule ? rule.params : []),
    ...('groups' in rule ? rule.groups.flat() : []),
    ...('path' in rule ? [rule.path] : []),
    ...('than' in rule ? [rule.than] : []),
    ...('limitParam' in rule ? [rule.limitParam] : []),
  ])
  return [...ofRules, ...pricing.flatMap(({ quantity }) => quantity ?? [])]
}

function conditionsIn({ crossField, pricing }: ModelFile): Condition[] {
  const ofRules = crossField.flatMap((rule) => ('when' in rule && rule.when !== undefined ? [rule.when] : []))
  return [...ofRules, ...pricing.map(({ when }) => when)]
}

function faultsInCondition(model: ModelFile, condition: Condition): string[] {
  return [...wantedOf(condition)].flatMap(([name, wanted]) => {
    if (typeof wanted !== 'object') return faultsInValue(model, name, wanted)
    if ('in' in wanted) return wanted.in.flatMap((value) => faultsInValue(model, name, value))
    return 'not' in wanted
      ? faultsInValue(model, name, wanted.not)
      : parameterAt(model, name) === undefined
        ? [`no ${name}`]
        : []
  })
}

function faultsInRule(model: ModelFile, rule: Rule): string[] {
  if (!('param' in rule)) return []
  const { param } = rule
  const values = [
    ...('values' in rule ? rule.values : []),
    ...('value' in rule && rule.value !== undefined ? [rule.value] : []),
    ...(rule.kind === 'rangeIf' ? boundsOf(model, rule) : []),
  ]
  return [...values.flatMap((value) => faultsInValue(model, param, value)), ...faultsInSize(model, rule)]
}

/** As the parameter is sent, as text or number. */
function boundsOf(model: ModelFile, { param, min, max }: RuleOf<'rangeIf'>): unknown[] {
  const parameter = parameterAt(model, param)
  const isText = parameter !== undefined && 'sendAs' in parameter && parameter.sendAs === 'string'
  return [min, max].filter((one) => one !== undefined).map((one) => (isText ? String(one) : one))
}

/** What a rule says of a size must be possible within the parameter's own bounds. */
function faultsInSize(model: ModelFile, rule: Rule): string[] {
  const isOfItems = rule.kind === 'maxItemsIf' || rule.kind === 'itemCountIf'
  const isOfText = rule.kind === 'maxLengthIf' || rule.kind === 'maxLengthIfChinese'
  if (!isOfItems && !isOfText) return []
  const bounds = { ...parameterAt(model, rule.param) } as Partial<Record<string, number>>
  const [least, most] = isOfItems
    ? [bounds['minItems'], bounds['maxItems']]
    : [bounds['minLength'], bounds['maxLength']]
  const size = 'count' in rule ? rule.count : rule.max
  return size < (least ?? 0) || size > (most ?? Infinity) ? [`${rule.param} never has ${size}`] : []
}

/** A value that a parameter never has decides nothing: the rule or the price is misspelt. */
function faultsInValue(model: ModelFile, name: string, value: unknown): string[] {
  const parameter = parameterAt(model, name)
  if (parameter === undefined) return [`no ${name}`]
  return canBe(parameter, value) ? [] : [`${name} is never ${JSON.stringify(value)}`]
}

function canBe(parameter: Parameter, value: unknown): boolean {
  if (parameter.type === 'enum') return parameter.values.some((one) => one === value)
  if (parameter.type === 'boolean') return typeof value === 'boolean'
  if (parameter.type !== 'number' && parameter.type !== 'integer') return typeof value === 'string'
  if (typeof value !== (parameter.sendAs ?? 'number')) return false
  const number = Number(value)
  const { min = -Infinity, max = Infinity, extraValues = [] } = parameter
  return (number >= min && number <= max) || extraValues.includes(number)
}

function faultsInResolution({ status, resolvesTo }: ModelFile, everywhere: readonly ModelFile[]): string[] {
  if (status !== 'placeholder') return resolvesTo.length > 0 ? ['resolvesTo of a model that KIE runs'] : []
  return resolvesTo
    .filter((id) => !everywhere.some((one) => one.id === id && one.status !== 'placeholder'))
    .map((id) => `stands for ${id}`)
}
