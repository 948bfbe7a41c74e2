import { describe, expect, test } from '@jest/globals'
import { quoteToUsd } from './credits.ts'

describe('credits in dollars', () => {
  test.each([
    [
      { min: 8, max: 18 },
      { min: 0.04, max: 0.09 },
    ],
    [
      { min: 0, max: 0.8 },
      { min: 0, max: 0.004 },
    ],
    [
      { min: 14.1, max: 300.3 },
      { min: 0.0705, max: 1.5015 },
    ],
  ])('%j are %j', (credits, usd) => {
    expect(quoteToUsd(credits)).toEqual(usd)
  })

  test('stay unknown where they are unknown', () => {
    expect(quoteToUsd('unknown')).toBe('unknown')
  })
})
