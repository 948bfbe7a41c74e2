import { expect, test } from '@jest/globals'
import { spreadOf } from './spread.ts'

test.each([
  [[3], { median: 3, min: 3, max: 3, runs: 1 }],
  [[10, 1, 2], { median: 2, min: 1, max: 10, runs: 3 }],
  [[4, 1, 10, 2], { median: 3, min: 1, max: 10, runs: 4 }],
])('of %j is %j', (measured, spread) => {
  expect(spreadOf(measured)).toEqual(spread)
})
