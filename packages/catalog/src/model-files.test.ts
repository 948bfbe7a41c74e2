import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { buildCatalog } from './catalog.ts'
import type { ModelFile, Parameter } from './model-file.ts'
import { parseModel, readModels } from './read-models.ts'
import { parameterOf } from './value-path.ts'

const folder = new URL('../models/', import.meta.url)
const fileNames = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
)
const modelNames = fileNames.filter((name) => !name.endsWith('.sources.json'))
const models = readModels()

const sourcesSchema = z.strictObject({
  docs: z.url(),
  confidence: z.enum(['high', 'medium', 'low']),
  sources: z.array(z.strictObject({ from: z.string(), facts: z.array(z.string()).min(1) })).min(1),
  /** Where a default comes from that the official schema does not state. */
  defaults: z.record(z.string(), z.string()).optional(),
  conflicts: z
    .array(
      z.strictObject({
        param: z.string(),
        field: z.string(),
        options: z.array(z.strictObject({ source: z.string(), value: z.unknown() })).min(2),
        chosen: z.unknown(),
        why: z.string(),
      }),
    )
    .optional(),
})

test('every file is named after its model, and none is left out', () => {
  expect(models.map(({ id }) => `${id}.json`)).toEqual(modelNames.toSorted())
})

test('ids and other names are unique over all models', () => {
  const names = models.flatMap(({ id, aliases }) => [id, ...aliases])
  expect(new Set(names).size).toBe(names.length)
  expect(() => buildCatalog(models)).not.toThrow()
})

describe.each(models.map((model) => [model.id, model] as const))('%s', (_id, model) => {
  const parameters = allParameters(model)

  test('has its sources in a file beside it', () => {
    const text = readFileSync(new URL(`${model.id}.sources.json`, folder), 'utf8')
    const sources = sourcesSchema.parse(JSON.parse(text))
    const named = [
      ...(sources.conflicts ?? []).map(({ param }) => param),
      ...Object.keys(sources.defaults ?? {}),
    ]
    for (const name of named) expect([...model.params.map((one) => one.name), '(price)']).toContain(name)
  })

  test('gives every parameter names of its own', () => {
    const names = model.params.flatMap(({ name, aliases }) => [name, ...aliases])
    expect(new Set(names).size).toBe(names.length)
  })

  test('has defaults that it would accept itself, as they stand', () => {
    for (const parameter of parameters.filter((one) => one.default !== undefined)) {
      const lone: ModelFile = { ...model, params: [{ ...parameter, default: undefined }], crossField: [] }
      const given = { [parameter.name]: parameter.default }
      expect(buildCatalog([lone]).check(model.id, given, { strict: true })).toMatchObject({
        ok: true,
        input: given,
      })
    }
  })

  test('has bounds in the right order', () => {
    for (const parameter of parameters) {
      const { min = -Infinity, max = Infinity } = 'min' in parameter ? parameter : {}
      const { minItems = 0, maxItems = Infinity } = 'minItems' in parameter ? parameter : {}
      const { minLength = 0, maxLength = Infinity } = 'minLength' in parameter ? parameter : {}
      expect(min).toBeLessThanOrEqual(max)
      expect(minItems).toBeLessThanOrEqual(maxItems)
      expect(minLength).toBeLessThanOrEqual(maxLength)
    }
  })

  test('lists each value once and points its spellings at listed values', () => {
    for (const parameter of parameters) {
      if (parameter.type !== 'enum') continue
      const folded = parameter.values.map((value) => String(value).toLowerCase())
      expect(new Set(folded).size).toBe(folded.length)
      for (const value of Object.values(parameter.valueAliases ?? {}))
        expect(parameter.values).toContain(value)
    }
  })

  test('names real parameters and values in its rules and prices', () => {
    for (const { path } of model.crossField) expect(parameterNames(model)).toContain(parameterOf(path))
    for (const { when, quantity } of model.pricing) {
      if (quantity !== undefined) expect(parameterNames(model)).toContain(parameterOf(quantity))
      for (const [name, wanted] of Object.entries(when)) {
        const parameter = model.params.find((one) => one.name === name)
        expect(parameter?.name).toBe(name)
        if (parameter?.type === 'enum' && typeof wanted !== 'object')
          expect(parameter.values).toContain(wanted)
      }
    }
  })

  test('names real models when it is a placeholder', () => {
    for (const id of model.resolvesTo) expect(models.map((one) => one.id)).toContain(id)
  })
})

function parameterNames(model: ModelFile): string[] {
  return model.params.map(({ name }) => name)
}

function allParameters(model: ModelFile): Parameter[] {
  return model.params.flatMap((parameter) => [
    parameter,
    ...(parameter.type === 'array' && parameter.items.type === 'object' ? parameter.items.params : []),
  ])
}

describe('a wrong model file', () => {
  test.each([
    ['{"id":"x"}', 'title'],
    [modelWith({ colour: 'red' }), 'colour'],
    [modelWith({ params: [{ name: 'p', type: 'strnig' }] }), 'type'],
    [modelWith({ params: [{ name: 'p', type: 'string', maxLenght: 5 }] }), 'maxLenght'],
    [modelWith({ crossField: [{ kind: 'unheardOf' }] }), 'crossField'],
    [modelWith({ pricing: [{ unit: 'image', credits: 1, asOf: 'yesterday' }] }), 'asOf'],
  ])('stops the start and names itself and the fault: %s', (text, fault) => {
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
