import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { buildCatalog } from './catalog.ts'
import { COMPILED, loadModels, renderModels } from './compiled-models.ts'
import { type Condition, wantedOf } from './conditions.ts'
import type { ModelFile, Parameter } from './model-file.ts'
import { parseModel, readModels } from './read-models.ts'
import type { Rule } from './rules/rule.ts'
import { sourcesSchema } from './sources-file.ts'
import { parameterOf } from './value-path.ts'

const folder = new URL('../models/', import.meta.url)
const modelNames = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.json') && !name.endsWith('.sources.json'),
)
const models = readModels()
const each = models.map((model) => [model.id, model] as const)

test('every file is named after its model, and none is left out', () => {
  expect(models.map(({ id }) => `${id}.json`).toSorted()).toEqual(modelNames.toSorted())
})

test('catalog.json holds what the files say; `pnpm pages` writes it anew', () => {
  expect(readFileSync(COMPILED, 'utf8')).toBe(renderModels(models))
  expect(loadModels()).toEqual(models)
})

test('ids and other names are unique over all models', () => {
  const names = models.flatMap(({ id, aliases }) => [id, ...aliases])
  expect(new Set(names).size).toBe(names.length)
  expect(() => buildCatalog(models)).not.toThrow()
})

test('a parameter has the same other names in every model', () => {
  const everywhere: Record<string, string[]> = {
    image_url: ['image_input', 'img', 'input_image', 'photo'],
    video_url: ['video_input', 'vid', 'input_video'],
    audio_url: ['audio_input', 'input_audio'],
    negative_prompt: ['neg', 'neg_prompt', 'negative'],
  }
  for (const { params } of models) {
    for (const { name, aliases } of params) {
      expect(aliases).toEqual(expect.arrayContaining(everywhere[name] ?? []))
    }
  }
})

test.each(each)('%s has its sources in a file beside it', (_id, model) => {
  const text = readFileSync(new URL(`${model.id}.sources.json`, folder), 'utf8')
  const sources = sourcesSchema.parse(JSON.parse(text))
  const known = new Set([...parameterNames(model), ...(sources.earlierParams ?? []).map(({ name }) => name)])
  const named = [
    // A conflict may be over several parameters, over none, or over whether there is such a parameter.
    ...(sources.conflicts ?? [])
      .filter(({ param, field }) => !param.startsWith('(') && field !== 'present')
      .flatMap(({ param }) => param.split(', ')),
    ...Object.keys(sources.defaults ?? {}),
  ]
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test.each(each)('%s gives every parameter names of its own', (_id, model) => {
  const names = model.params.flatMap(({ name, aliases }) => [name, ...aliases])
  expect(new Set(names).size).toBe(names.length)
})

test.each(each)('%s has defaults that it would accept itself, as they stand', (_id, model) => {
  for (const parameter of allParameters(model).filter((one) => one.default !== undefined)) {
    const lone: ModelFile = { ...model, params: [{ ...parameter, default: undefined }], crossField: [] }
    const given = { [parameter.name]: parameter.default }
    const options = { strict: true }
    expect(buildCatalog([{ ...lone, status: 'active' }]).check(model.id, given, options)).toMatchObject({
      ok: true,
      input: given,
    })
  }
})

test.each(each)('%s has bounds in the right order', (_id, model) => {
  for (const parameter of allParameters(model)) {
    const { min = -Infinity, max = Infinity } = 'min' in parameter ? parameter : {}
    const { minItems = 0, maxItems = Infinity } = 'minItems' in parameter ? parameter : {}
    const { minLength = 0, maxLength = Infinity } = 'minLength' in parameter ? parameter : {}
    expect(min).toBeLessThanOrEqual(max)
    expect(minItems).toBeLessThanOrEqual(maxItems)
    expect(minLength).toBeLessThanOrEqual(maxLength)
  }
})

test.each(each)('%s lists each value once and points its spellings at listed values', (_id, model) => {
  for (const parameter of allParameters(model)) {
    if (parameter.type !== 'enum') continue
    const folded = parameter.values.map((value) => String(value).toLowerCase())
    expect(new Set(folded).size).toBe(folded.length)
    for (const value of Object.values(parameter.valueAliases ?? {})) expect(parameter.values).toContain(value)
  }
})

test.each(each)('%s names real parameters and values in its rules and prices', (_id, model) => {
  const names = parameterNames(model)
  for (const rule of model.crossField) {
    for (const name of namesIn(rule)) expect(names).toContain(name)
    if ('when' in rule && rule.when !== undefined) checkCondition(model, rule.when)
    if ('values' in rule) for (const value of rule.values) checkValue(model, rule.param, value)
    if ('value' in rule && rule.value !== undefined) checkValue(model, rule.param, rule.value)
  }
  for (const { when, quantity } of model.pricing) {
    if (quantity !== undefined) expect(names).toContain(parameterOf(quantity))
    checkCondition(model, when)
  }
})

test.each(each)('%s asks of no default whether the caller gave it', (_id, model) => {
  // What was sent once would else be judged otherwise when it comes again with its defaults.
  const asked = model.crossField.flatMap((rule) => {
    const grouped = 'groups' in rule ? rule.groups.flat() : 'params' in rule ? rule.params : []
    return [...grouped, ...('when' in rule && rule.when !== undefined ? presenceIn(rule.when) : [])]
  })
  const filled = model.params.filter((one) => one.default !== undefined).map(({ name }) => name)
  expect(filled.filter((name) => asked.includes(name))).toEqual([])
})

test.each(each.filter(([, { status }]) => status === 'placeholder'))(
  '%s names real models, none of which is a family again',
  (_id, { resolvesTo }) => {
    for (const id of resolvesTo) {
      expect(models.find((one) => one.id === id)?.status).toMatch(/active|legacy|unverified/)
    }
  },
)

function parameterNames(model: ModelFile): string[] {
  return model.params.map(({ name }) => name)
}

function allParameters(model: ModelFile): Parameter[] {
  return model.params.flatMap((parameter) => [
    parameter,
    ...(parameter.type === 'array' && 'params' in parameter.items ? parameter.items.params : []),
  ])
}

/** Every parameter that a rule names outside its condition. */
function namesIn(rule: Rule): string[] {
  const paths = [
    ...('param' in rule ? [rule.param] : []),
    ...('params' in rule ? rule.params : []),
    ...('groups' in rule ? rule.groups.flat() : []),
    ...('path' in rule ? [rule.path] : []),
    ...('than' in rule ? [rule.than] : []),
    ...('limitParam' in rule ? [rule.limitParam] : []),
  ]
  return paths.map(parameterOf)
}

function presenceIn(condition: Condition): string[] {
  return [...wantedOf(condition)].flatMap(([name, wanted]) =>
    typeof wanted === 'object' && 'present' in wanted ? [name] : [],
  )
}

function checkCondition(model: ModelFile, condition: Condition): void {
  for (const [name, wanted] of wantedOf(condition)) {
    expect(parameterNames(model)).toContain(name)
    if (typeof wanted !== 'object') checkValue(model, name, wanted)
    else if ('in' in wanted) for (const value of wanted.in) checkValue(model, name, value)
  }
}

function checkValue(model: ModelFile, name: string, value: unknown): void {
  const parameter = model.params.find((one) => one.name === name)
  if (parameter?.type === 'enum') expect(parameter.values).toContain(value)
  if (parameter?.type === 'boolean') expect(typeof value).toBe('boolean')
}

describe('a wrong model file', () => {
  test.each([
    ['{"id":"x"}', 'title'],
    [modelWith({ colour: 'red' }), 'colour'],
    [modelWith({ params: [{ name: 'p', type: 'strnig' }] }), 'type'],
    [modelWith({ params: [{ name: 'p', type: 'string', maxLenght: 5 }] }), 'maxLenght'],
    [modelWith({ crossField: [{ kind: 'unheardOf' }] }), 'crossField'],
    [modelWith({ crossField: [{ kind: 'requiredIf', param: 'p', wehn: {} }] }), 'wehn'],
    [modelWith({ pricing: [{ unit: 'image', credits: 1, asOf: 'yesterday' }] }), 'asOf'],
  ])('is not compiled, and the reason names it and the fault: %s', (text, fault) => {
    expect(() => parseModel('vendor/x.json', text)).toThrow('models/vendor/x.json')
    expect(() => parseModel('vendor/x.json', text)).toThrow(fault)
  })
})

function modelWith(extra: Record<string, unknown>): string {
  const least = {
    id: 'x',
    title: 'X',
    vendor: 'v',
    family: 'f',
    type: 't2i',
    output: 'image',
    status: 'active',
  }
  return JSON.stringify({ ...least, params: [], ...extra })
}
