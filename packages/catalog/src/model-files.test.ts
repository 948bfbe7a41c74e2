import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { buildCatalog } from './catalog.ts'
import { COMPILED, loadModels, renderModels } from './compiled-models.ts'
import { type Condition, wantedOf } from './conditions.ts'
import { allParameters, faultsIn } from './model-faults.test.kit.ts'
import type { ModelFile, WrittenModel } from './model-file.ts'
import { parseModel, readModels } from './read-models.ts'
import { sampleModel } from './sample-model.test.kit.ts'
import { sourcesSchema } from './sources-file.ts'

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

test.each(each)('%s names what there is, and nothing that can never be', (_id, model) => {
  expect(faultsIn(model, models)).toEqual([])
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

function parameterNames(model: ModelFile): string[] {
  return model.params.map(({ name }) => name)
}

function presenceIn(condition: Condition): string[] {
  return [...wantedOf(condition)].flatMap(([name, wanted]) =>
    typeof wanted === 'object' && 'present' in wanted ? [name] : [],
  )
}

describe('a wrong model file', () => {
  test.each([
    ['{"id":"x"}', 'title'],
    [modelWith({ colour: 'red' }), 'colour'],
    [modelWith({ params: [{ name: 'p', type: 'strnig' }] }), 'type'],
    [modelWith({ params: [{ name: 'p', type: 'string', maxLenght: 5 }] }), 'maxLenght'],
    [modelWith({ crossField: [{ kind: 'unheardOf' }] }), 'crossField'],
    [modelWith({ type: 't2x' }), 'type'],
    [modelWith({ alsoTypes: ['i2x'] }), 'alsoTypes'],
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

describe('a model file of the right shape', () => {
  const params: WrittenModel['params'] = [
    { name: 'n', type: 'integer', min: 1, max: 12 },
    { name: 'text', type: 'string', maxLength: 50 },
    { name: 'urls', type: 'url_array', minItems: 1, maxItems: 4 },
    { name: 'size', type: 'enum', values: ['1K', '2K'] },
    { name: 'flag', type: 'boolean' },
    {
      name: 'dialogue',
      type: 'array',
      items: { type: 'object', params: [{ name: 'text', type: 'string' }] },
    },
  ]
  const row = { unit: 'image', credits: 1, asOf: '2026-08' } as const
  const when = { flag: true }

  test.each<[string, Partial<WrittenModel>]>([
    ['size lists the spelling 2k', { params: [sizes({ '2k': '1K' })] }],
    ['size does not list 4K', { params: [sizes({ large: '4K' })] }],
    ['size lists 1k twice', { params: [{ name: 'size', type: 'enum', values: ['1K', '1k'] }] }],
    ['photo takes image/jpgg', { params: [{ name: 'photo', type: 'url', mimeTypes: ['image/jpgg'] }] }],
    ['resolvesTo of a model that KIE runs', { resolvesTo: ['known'] }],
    ['stands for nobody', { status: 'placeholder', resolvesTo: ['nobody'] }],
    ['stands for family', { status: 'placeholder', resolvesTo: ['family'] }],
    ['twice {"unit":"image"', { pricing: [row, { ...row, credits: 2 }, row] }],
    ['no dialogue[].txet', { params, pricing: [{ ...row, quantity: 'dialogue[].txet' }] }],
    [
      'no dialogue[].txet',
      { params, crossField: [{ kind: 'maxTotalLength', path: 'dialogue[].txet', max: 9 }] },
    ],
    ['no sise', { params, pricing: [{ ...row, when: { sise: '1K' } }] }],
    [
      'no sise',
      { params, crossField: [{ kind: 'requiredIf', param: 'text', when: { sise: { present: true } } }] },
    ],
    ['size is never "3K"', { params, pricing: [{ ...row, when: { size: { in: ['1K', '3K'] } } }] }],
    ['size is never "3K"', { params, pricing: [{ ...row, when: { any: [{ size: { not: '3K' } }] } }] }],
    ['flag is never "yes"', { params, pricing: [{ ...row, when: { flag: 'yes' } }] }],
    ['n is never 0', { params, crossField: [{ kind: 'rangeIf', param: 'n', min: 0, max: 4, when }] }],
    ['n is never 13', { params, crossField: [{ kind: 'rangeIf', param: 'n', max: 13, when }] }],
    ['n is never 20', { params, crossField: [{ kind: 'defaultIf', param: 'n', value: 20, when }] }],
    ['n is never 20', { params, pricing: [{ ...row, when: { n: 20 } }] }],
    ['urls never has 5', { params, crossField: [{ kind: 'maxItemsIf', param: 'urls', max: 5, when }] }],
    ['urls never has 0', { params, crossField: [{ kind: 'itemCountIf', param: 'urls', count: 0, when }] }],
    ['text never has 60', { params, crossField: [{ kind: 'maxLengthIf', param: 'text', max: 60, when }] }],
  ])('may still be wrong: %s', (fault, parts) => {
    const others = [sampleModel({ id: 'known' }), sampleModel({ id: 'family', status: 'placeholder' })]
    expect(faultsIn(sampleModel(parts), others)).toEqual([expect.stringContaining(fault)])
  })
})

function sizes(valueAliases: Record<string, string>): WrittenModel['params'][number] {
  return { name: 'size', type: 'enum', values: ['1K', '2K'], valueAliases }
}
