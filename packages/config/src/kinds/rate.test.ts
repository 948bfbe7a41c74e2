import { describe, expect, test } from '@jest/globals'
import { parseRate } from './rate.ts'

describe('a rate', () => {
  test.each([
    ['20/10s', { count: 20, windowMs: 10_000 }],
    ['2/1s', { count: 2, windowMs: 1_000 }],
    ['1/500ms', { count: 1, windowMs: 500 }],
    ['1000000/1h', { count: 1_000_000, windowMs: 3_600_000 }],
  ])('%s is a count per window', (text, expected) => {
    expect(parseRate(text)).toEqual(expected)
  })

  test.each([
    '',
    '20',
    '20/',
    '/10s',
    '0/1s',
    '20/0s',
    '1000001/1s',
    '-1/1s',
    '1.5/1s',
    '20/10',
    '20 / 10s',
    '2/1s/1s',
  ])('is not %j', (text) => {
    expect(parseRate(text)).toBeNull()
  })
})
