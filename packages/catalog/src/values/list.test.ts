import { describe, expect, test } from '@jest/globals'
import { outcomeOf, tryValue } from '../sample-model.test.kit.ts'

const urls = { type: 'url_array' as const, minItems: 1, maxItems: 2 }
const names = { type: 'array' as const, maxItems: 2, items: { type: 'string' as const, maxLength: 3 } }
const a = 'https://files.example/a'

describe('a list', () => {
  test.each([
    [urls, a, [a]],
    [urls, [` ${a} `], [a]],
    [urls, [a, a], [a, a]],
    [names, [' x ', 'y'], ['x', 'y']],
    [{ ...names, required: false }, [], undefined],
  ])('%j takes %j as %j', (shape, given, sent) => {
    expect(outcomeOf(shape, given)).toEqual({ sent })
  })

  test.each([
    [urls, [], 'tooFew'],
    [urls, [a, a, a], 'tooMany'],
    [urls, ' ', 'required'],
    [urls, { 0: a }, 'wrongType'],
    [urls, 5, 'wrongType'],
    [names, 'x', 'wrongType'],
  ])('%j refuses %j as %s', (shape, given, code) => {
    expect(outcomeOf(shape, given)).toEqual({ refused: [code] })
  })

  test.each([
    ['of a million wrong items is refused as one fault', names, Array(1_000_000).fill(7)],
    ['has a bound even where no model names one', { type: 'url_array' as const }, Array(101).fill(a)],
  ])('%s', (_rule, shape, given) => {
    expect(outcomeOf(shape, given)).toEqual({ refused: ['tooMany'] })
  })

  test('names each wrong item by its place', () => {
    expect(tryValue(urls, ['a.png', null])).toMatchObject({
      errors: [
        { path: 'input.it[0]', code: 'notAUrl' },
        { path: 'input.it[1]', code: 'wrongType' },
      ],
    })
    expect(tryValue(names, ['long', ''])).toMatchObject({
      errors: [
        { path: 'input.it[0]', code: 'tooLong' },
        { path: 'input.it[1]', code: 'tooShort' },
      ],
    })
  })

  test('does not take the first of a list within it', () => {
    expect(outcomeOf(urls, [[a]])).toEqual({ refused: ['wrongType'] })
  })

  test('is not made of a single value under strict', () => {
    expect(outcomeOf(urls, a, { strict: true })).toEqual({ refused: ['wrongType'] })
  })

  test.each([
    [1, 1, '1 item'],
    [2, 2, '2 items'],
    [1, 4, '1 to 4 items'],
  ])('of %d to %d is called by its bounds: %s', (minItems, maxItems, count) => {
    expect(tryValue({ ...names, minItems, maxItems }, 'x')).toMatchObject({
      errors: [{ expected: `a list of ${count}, each a text of 1 to 3 characters` }],
    })
  })

  test('that may be left out has no least of its own', () => {
    expect(tryValue({ ...names, required: false, maxItems: 4 }, 'x')).toMatchObject({
      errors: [{ expected: 'a list of at most 4 items, each a text of 1 to 3 characters' }],
    })
  })

  test('that is required holds one item at least', () => {
    expect(outcomeOf({ ...names, required: true }, [])).toEqual({ refused: ['tooFew'] })
  })
})
