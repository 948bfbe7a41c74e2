import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { loadCatalog } from './catalog.ts'
import { loadModels } from './compiled-models.ts'
import { faultsBy } from './json-schema.test.kit.ts'
import type { ModelFile, Parameter } from './model-file.ts'
import { validInputOf } from './valid-input.test.kit.ts'

const catalog = loadCatalog()
const models = loadModels().filter(({ status }) => status !== 'placeholder')
const each = models.map((model) => [model.id, model] as const)

test.each(each)(
  '%s takes what is within its bounds, and what it sends checks to itself and fits its JSON Schema',
  (id, model) => {
    const schema = catalog.describe(id)?.schema ?? {}
    fc.assert(
      fc.property(validInputOf(model), (given) => {
        const first = catalog.check(id, given)
        if (!first.ok) throw new Error(`${JSON.stringify(given)}: ${first.errors[0]?.message}`)
        const sent = JSON.parse(JSON.stringify(first.input)) as unknown
        expect(faultsBy(schema, sent)).toEqual([])
        for (const options of [{}, { strict: true }]) {
          const again = catalog.check(id, sent, options)
          expect(again.ok ? [again.input, again.quote] : again.errors).toEqual([sent, first.quote])
        }
      }),
      { numRuns: 8 },
    )
  },
)

/** A change to one parameter of a valid input, and the code with which it must be refused. */
type Mutation = [code: string, value: unknown]

function mutationsOf(parameter: Parameter): Mutation[] {
  const mutations: Mutation[] = [['wrongType', { an: 'object' }]]
  if (parameter.required && parameter.default === undefined) mutations.push(['required', undefined])
  if ('maxLength' in parameter && parameter.maxLength !== undefined && parameter.type === 'string')
    mutations.push(['tooLong', 'x'.repeat(parameter.maxLength + 1)])
  if ('max' in parameter && parameter.max !== undefined)
    mutations.push(['outOfRange', parameter.max + Math.max(1, parameter.step ?? 1)])
  if ('min' in parameter && parameter.min !== undefined)
    mutations.push(['outOfRange', parameter.min - Math.max(2, parameter.step ?? 1)])
  if (parameter.type === 'enum') mutations.push(['notOneOf', 'none-of-these'])
  if (parameter.type === 'integer') mutations.push(['wrongType', 'many'])
  if (parameter.type === 'boolean') mutations.push(['wrongType', 'perhaps'])
  if (parameter.type === 'url')
    mutations.push(['notAUrl', 'files/a.png'], ['privateHost', 'http://10.0.0.1/a'])
  if (parameter.type === 'url_array' && parameter.maxItems !== undefined)
    mutations.push(['tooMany', Array(parameter.maxItems + 1).fill('https://files.example/a')])
  return mutations
}

test.each(each)('%s refuses each single fault at its place', (id, model) => {
  const [valid = {}] = fc.sample(validInputOf(model), { numRuns: 1, seed: 7 })
  for (const parameter of model.params) {
    for (const [code, value] of mutationsOf(parameter).filter(([, one]) => !isExtra(parameter, one))) {
      const result = catalog.check(id, { ...valid, [parameter.name]: value })
      const found = result.ok ? [] : result.errors.map((error) => `${error.path} ${error.code}`)
      expect(found).toContain(`input.${parameter.name} ${code}`)
    }
  }
  expect(codesOf(model, { ...valid, no_such_parameter: 1 })).toEqual([
    'input.no_such_parameter unknownParameter',
  ])
})

/** Some values outside the bounds are allowed all the same, such as -1. */
function isExtra(parameter: Parameter, value: unknown): boolean {
  return 'extraValues' in parameter && parameter.extraValues?.includes(value as number) === true
}

function codesOf({ id }: ModelFile, input: unknown): string[] {
  const result = catalog.check(id, input)
  return result.ok ? [] : result.errors.map(({ path, code }) => `${path} ${code}`)
}

test.each(each)('%s passes an unknown parameter on with a warning where the caller wants it', (id, model) => {
  const [valid = {}] = fc.sample(validInputOf(model), { numRuns: 1, seed: 7 })
  const result = catalog.check(id, { ...valid, brand_new: [1] }, { unknown: 'passed' })
  expect(result).toMatchObject({ ok: true, input: { brand_new: [1] } })
  expect(result.ok && result.warnings).toContainEqual({
    path: 'input.brand_new',
    code: 'unknownParameter',
    message: 'input.brand_new is not a parameter of this model; it is sent as it came.',
  })
})
