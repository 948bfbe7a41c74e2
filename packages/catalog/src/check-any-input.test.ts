import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { loadCatalog } from './catalog.ts'
import { compileModel } from './check-input.ts'
import { loadModels } from './compiled-models.ts'
import type { ModelFile } from './model-file.ts'
import { validInputOf } from './valid-input.test.kit.ts'

const catalog = loadCatalog()
const models = loadModels()
const url = 'https://files.example/a.png'

/** Values that some model takes, in the many ways in which people write them, and some that none takes. */
const values: unknown[] = [
  undefined,
  null,
  '',
  '5',
  5,
  '5s',
  ' 10 ',
  -0,
  '0.44',
  true,
  'yes',
  'HQ',
  '16x9',
  [],
]
values.push(url, ` ${url} `, [url, `${url}?2`], [{ text: ' hello ' }], [{ text: 'x', voice: '' }], [[]], {})
values.push(' padded ', '\ud800', 'a\u0000b', Number.NaN, 1e308, [null], 'http://127.0.0.1/x.png', '//x')

/** An input with names that the model knows, its other names, and some that it does not. */
function inputOf({ params }: ModelFile): fc.Arbitrary<Record<string, unknown>> {
  const names = params.flatMap(({ name, aliases }) => [name, ...aliases])
  const value = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, fc.jsonValue({ maxDepth: 1 }))
  return fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', 'other'), value, { maxKeys: 8 })
}

test('every model answers any input without throwing, and a refusal explains itself', () => {
  const option = fc.constantFrom({}, { strict: true }, { unknown: 'passed' as const }, { hasCallback: false })
  for (const model of models) {
    fc.assert(
      fc.property(inputOf(model), option, (input, options) => {
        const result = catalog.check(model.id, input, options)
        if (result.ok) return
        if (result.errors.length === 0) throw new Error('refused without a reason')
        for (const { path, message, hint } of result.errors) {
          if (!/^(input|model)/.test(path) || !message.startsWith(path) || hint === '')
            throw new Error(message)
        }
      }),
      { numRuns: 15 },
    )
  }
})

test('what is taken without asking the schema is what the schema takes, and hands on as it is', () => {
  let taken = 0
  for (const model of models) {
    for (const unknown of ['refused', 'passed'] as const) {
      const { input } = compileModel(model, unknown)
      fc.assert(
        fc.property(fc.oneof(inputOf(model), validInputOf(model)), (given) => {
          if (!input.takes(given)) return
          taken += 1
          expect(input.schema().safeParse(given)).toEqual({ success: true, data: given })
        }),
        { numRuns: 10 },
      )
    }
  }
  expect(taken).toBeGreaterThan(models.length)
})

test.each([null, 'text', 5, true, [], [{ prompt: 'x' }], undefined])(
  'every model refuses %j instead of an input',
  (given) => {
    for (const { id } of catalog.list()) expect(catalog.check(id, given).ok).toBe(false)
  },
)

test('leaves the caller’s input as it was', () => {
  const given = { prompt: ' x ', image_input: [' https://a.example '], negative: null }
  const before = structuredClone(given)
  catalog.check('nano-banana-2', given)
  expect(given).toEqual(before)
})
