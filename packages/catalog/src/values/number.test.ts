import { describe, expect, test } from '@jest/globals'
import { outcomeOf, tryValue } from '../sample-model.test.kit.ts'

const scale = { type: 'number' as const, min: 0, max: 1, step: 0.1, round: 1 }
const whole = { type: 'integer' as const, min: 4, max: 30, extraValues: [-1] }
const even = { type: 'integer' as const, step: 2 }
const asText = { type: 'integer' as const, min: 6, max: 30, sendAs: 'string' as const }
const hundredths = { type: 'number' as const, round: 2 }
const free = { type: 'number' as const }

describe('a number', () => {
  test.each([
    [scale, 0.5, 0.5],
    [scale, '0.5', 0.5],
    [scale, ' .5 ', 0.5],
    [scale, '5e-1', 0.5],
    [scale, 0.26, 0.3],
    [scale, 0.3, 0.3],
    [scale, 0.7, 0.7],
    [scale, 0, 0],
    [whole, '7', 7],
    [whole, 7.0, 7],
    [whole, -1, -1],
    [even, '+8', 8],
    [asText, 6, '6'],
    [asText, '6', '6'],
    [asText, '6.0', '6'],
    [free, -1.25, -1.25],
    [hundredths, 0.575, 0.58],
    [hundredths, -0.575, -0.58],
    [hundredths, 1.005, 1.01],
    [hundredths, 0.005, 0.01],
    [hundredths, 4e-7, 0],
    [hundredths, -0.004, 0],
    [{ type: 'number' as const, round: 2 }, 1e300, 1e300],
  ])('%j takes %j as %j', (shape, given, sent) => {
    expect(outcomeOf(shape, given)).toEqual({ sent })
  })

  test.each([
    [scale, 1.1, 'outOfRange'],
    [scale, 1.04, 'outOfRange'],
    [scale, '1.04', 'outOfRange'],
    [scale, -0.04, 'outOfRange'],
    [scale, -0.1, 'outOfRange'],
    [scale, '1e999', 'wrongType'],
    [scale, 'half', 'wrongType'],
    [scale, '0x1', 'wrongType'],
    [scale, '0,5', 'wrongType'],
    [scale, '5 apples', 'wrongType'],
    [scale, 'Infinity', 'wrongType'],
    [scale, true, 'wrongType'],
    [scale, [0.5], 'wrongType'],
    [scale, '', 'required'],
    [whole, 5.5, 'wrongType'],
    [whole, 2 ** 53, 'wrongType'],
    [whole, 3, 'outOfRange'],
    [whole, 31, 'outOfRange'],
    [whole, -2, 'outOfRange'],
    [even, 7, 'offStep'],
    [asText, 5, 'outOfRange'],
    [asText, 'six', 'wrongType'],
    [asText, true, 'wrongType'],
  ])('%j refuses %j as %s', (shape, given, code) => {
    expect(outcomeOf(shape, given)).toEqual({ refused: [code] })
  })

  test.each([
    [scale, '0.5', 'wrongType'],
    [scale, 0.25, 'offStep'],
    [scale, 5e-324, 'offStep'],
    [scale, 0.1 + 0.2, 'offStep'],
    [{ type: 'number' as const, round: 2 }, 0.123, 'offStep'],
    [asText, 6, 'wrongType'],
    [asText, '06', 'wrongType'],
    [asText, '5', 'outOfRange'],
  ])('%j refuses %j under strict as %s', (shape, given, code) => {
    expect(outcomeOf(shape, given, { strict: true })).toEqual({ refused: [code] })
  })

  test('is named as it was written, and not rounded into the range', () => {
    expect(tryValue(scale, 1.04)).toMatchObject({
      errors: [{ message: expect.stringContaining('from 0 to 1 in steps of 0.1, got 1.04.') }],
    })
  })

  test.each([
    [{ type: 'number' as const, step: 0.1 }, 0.105],
    [{ type: 'number' as const, step: 5 }, 10.01],
  ])('%j counts %j as beside its steps', (shape, given) => {
    expect(outcomeOf(shape, given)).toEqual({ refused: ['offStep'] })
  })

  test('of ten megabytes of digits is refused', () => {
    expect(outcomeOf(scale, '1'.repeat(10_000_000))).toEqual({ refused: ['wrongType'] })
  })

  test.each([
    [scale, 'a number from 0 to 1 in steps of 0.1'],
    [whole, 'a whole number from 4 to 30 (or -1)'],
    [even, 'a whole number in steps of 2'],
    [asText, 'a whole number from 6 to 30, as text'],
    [{ type: 'number' as const, min: 1 }, 'a number of at least 1'],
    [{ type: 'number' as const, max: 9 }, 'a number of at most 9'],
  ])('%j is called "%s"', (shape, expected) => {
    expect(tryValue(shape, {})).toMatchObject({ errors: [{ expected, code: 'wrongType' }] })
  })
})
