import { describe, expect, test } from '@jest/globals'
import { isDeeperThan } from './json-depth.ts'

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

describe('isDeeperThan', () => {
  test.each([
    ['a text', 'x', 0, false],
    ['null', null, 0, false],
    ['an empty list', [], 0, true],
    ['an empty list', [], 1, false],
    ['a list in an object', { a: [] }, 1, true],
    ['a list in an object', { a: [] }, 2, false],
    ['twenty levels', nested(20), 20, false],
    ['twenty-one levels', nested(21), 20, true],
    ['the deepest branch, wherever it is', [1, { a: 'x' }, [[[]]]], 3, true],
  ])('%s is judged (%#)', (_what, value, limit, expected) => {
    expect(isDeeperThan(value, limit)).toBe(expected)
  })

  test('bears half a million levels', () => {
    expect(isDeeperThan(nested(500_000), 20)).toBe(true)
  })
})
