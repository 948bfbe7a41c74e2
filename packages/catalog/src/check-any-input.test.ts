import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { loadCatalog } from './catalog.ts'
import type { Question } from './results.ts'

const catalog = loadCatalog()
const ids = catalog.list().map(({ id }) => id)
const url = 'https://files.example/a.png'

/** Values that some model takes, in the many ways in which people write them. */
const spellings: unknown[] = [null, '', '5', 5, '5s', ' 10 ', -0, '0.44', true, 'yes', 'HQ', '16x9', '2k', []]
spellings.push(url, ` ${url} `, [url, `${url}?2`], [{ text: ' hello ' }], [{ text: 'x', voice: '' }])
spellings.push(' padded ', '\ud800', 'a\u0000b')
const anything = fc.oneof(
  fc.constantFrom(...spellings),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.double(),
)

/** An input with names that the model knows, its other names, and some that it does not. */
function inputOf(id: string): fc.Arbitrary<Record<string, unknown>> {
  const questions = catalog.describe(id)?.questions ?? []
  const names = questions.flatMap(({ parameter, aliases }) => [parameter, ...aliases])
  return fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', 'other'), anything)
}

/** An answer that is accepted, though seldom as it stands. */
function answerTo({ parameter, type, values, default: fallback }: Question): fc.Arbitrary<unknown> {
  if (values !== null)
    return fc.constantFrom(...values.flatMap((one) => [one, ` ${String(one).toUpperCase()} `]))
  if (parameter === 'dialogue')
    return fc.constantFrom([{ text: ' x ' }], [{ text: 'x', voice: '' }, { text: '🎬' }])
  switch (type) {
    case 'boolean':
      return fc.constantFrom(true, 'no', 'ON', 1, '0')
    case 'number':
      return fc.constantFrom(fallback, `${fallback}`, `${fallback}.0001`, 0.8449)
    case 'url':
    case 'url_array':
      return fc.constantFrom(url, ` ${url}`, [url], [`${url}\n`])
    case 'array':
      return fc.constantFrom([], ['a', ' b '], null)
    default:
      return fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => `x${text} `)
  }
}

function acceptableInputOf(id: string): fc.Arbitrary<Record<string, unknown>> {
  const questions = catalog.describe(id)?.questions ?? []
  return fc.record(
    Object.fromEntries(questions.map((question) => [question.parameter, answerTo(question)])),
    {
      requiredKeys: questions.filter(({ required }) => required).map(({ parameter }) => parameter),
    },
  )
}

describe.each(ids)('%s', (id) => {
  test('answers any JSON value without throwing, and a refusal explains itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), inputOf(id)), fc.boolean(), (input, strict) => {
        const result = catalog.check(id, input, { strict })
        if (result.ok) return
        expect(result.errors.length).toBeGreaterThan(0)
        for (const { path, message, hint } of result.errors) {
          expect(path).toMatch(/^(input|model)/)
          expect(message.startsWith(path)).toBe(true)
          expect(hint).not.toBe('')
        }
      }),
      { numRuns: 200 },
    )
  })

  test('sends what checks again to itself, under strict too', () => {
    let acceptedCount = 0
    fc.assert(
      fc.property(fc.oneof(acceptableInputOf(id), inputOf(id)), fc.boolean(), (given, strict) => {
        const first = catalog.check(id, given, { strict })
        if (!first.ok) return
        acceptedCount++
        const sent = JSON.parse(JSON.stringify(first.input)) as unknown
        for (const again of [catalog.check(id, sent), catalog.check(id, sent, { strict: true })]) {
          expect(again.ok && again.input).toEqual(sent)
          expect(again.ok && again.quote).toEqual(first.quote)
        }
      }),
      { numRuns: 200 },
    )
    expect(acceptedCount).toBeGreaterThan(10)
  })
})

test('leaves the caller’s input as it was', () => {
  const given = { prompt: ' x ', image_input: [' https://a.example '], negative: null }
  const before = structuredClone(given)
  catalog.check('nano-banana-2', given)
  expect(given).toEqual(before)
})
