import { describe, expect, test } from '@jest/globals'
import { outcomeOf, tryValue } from '../sample-model.test.kit.ts'

const duration = { type: 'enum' as const, values: ['5', '10'] }
const resolution = { type: 'enum' as const, values: ['480p', '720p', '1080p'] }
const size = { type: 'enum' as const, values: ['1K', '2K', '4K'] }
const ratio = { type: 'enum' as const, values: ['16:9', '9:16', 'auto'], valueAliases: { vertical: '9:16' } }
const stability = { type: 'enum' as const, values: [0, 0.5, 1] }
const speed = {
  type: 'enum' as const,
  values: ['TURBO', 'QUALITY', 'high'],
  valueAliases: { high: 'QUALITY', Best: 'QUALITY' },
}

describe('a choice', () => {
  test.each([
    [duration, '5', '5'],
    [duration, 5, '5'],
    [duration, ' 10 ', '10'],
    [duration, '5s', '5'],
    [duration, '5 S', '5'],
    [duration, '10 seconds', '10'],
    [duration, '10sec', '10'],
    [duration, '5.0', '5'],
    [resolution, '720P', '720p'],
    [resolution, 720, '720p'],
    [resolution, '1080', '1080p'],
    [resolution, 'HD', '720p'],
    [resolution, 'fhd', '1080p'],
    [resolution, 'FullHD', '1080p'],
    [resolution, 'full hd', '1080p'],
    [size, '1k', '1K'],
    [size, '2', '2K'],
    [size, 4, '4K'],
    [ratio, '16x9', '16:9'],
    [ratio, '16/9', '16:9'],
    [ratio, '9 : 16', '9:16'],
    [ratio, 'AUTO', 'auto'],
    [ratio, 'Vertical', '9:16'],
    [stability, 0.5, 0.5],
    [stability, '0.5', 0.5],
    [stability, '0.50', 0.5],
    [stability, '1', 1],
    [speed, 'turbo', 'TURBO'],
    [speed, 'BEST', 'QUALITY'],
    // A listed value means itself, whatever alias is spelled alike.
    [speed, 'High', 'high'],
  ])('%j takes %j as %j', (shape, given, sent) => {
    expect(outcomeOf(shape, given)).toEqual({ sent })
  })

  test.each([
    [duration, '7', 'notOneOf'],
    [duration, 7, 'notOneOf'],
    [duration, '5 apples', 'notOneOf'],
    [duration, '-5', 'notOneOf'],
    [resolution, '720s', 'notOneOf'],
    [size, '3K', 'notOneOf'],
    [ratio, '16-9', 'notOneOf'],
    [stability, 0.7, 'notOneOf'],
    [duration, true, 'wrongType'],
    [duration, ['5'], 'wrongType'],
    [duration, { value: '5' }, 'wrongType'],
    [duration, '', 'required'],
    [duration, null, 'required'],
  ])('%j refuses %j as %s', (shape, given, code) => {
    expect(outcomeOf(shape, given)).toEqual({ refused: [code] })
  })

  test.each([
    [duration, 5],
    [duration, '5s'],
    [resolution, '720P'],
    [size, '1k'],
    [ratio, '16x9'],
    [ratio, 'vertical'],
    [stability, '0.5'],
  ])('%j does not take %j under strict', (shape, given) => {
    expect(outcomeOf(shape, given, { strict: true })).toEqual({ refused: ['notOneOf'] })
  })

  test('lists its values in the error and guesses the one that was meant', () => {
    expect(tryValue(ratio, 'autto')).toMatchObject({
      errors: [
        {
          path: 'input.it',
          expected: 'one of "16:9", "9:16", "auto"',
          hint: 'Did you mean "auto"?',
          message: 'input.it must be one of "16:9", "9:16", "auto", got "autto". Did you mean "auto"?',
        },
      ],
    })
  })

  test('guesses no number for another', () => {
    expect(tryValue(duration, '11')).toMatchObject({ errors: [{ hint: 'Use one of these values.' }] })
  })

  test('repeats no more than the beginning of what came', () => {
    const result = tryValue(duration, 'tell nobody '.repeat(1000))
    expect(result).toMatchObject({ errors: [{ code: 'notOneOf' }] })
    expect(JSON.stringify(result).length).toBeLessThan(400)
  })
})
