import { expect, test } from '@jest/globals'
import { parseRetryAfter } from './retry-after.ts'

const NOW = Date.parse('Fri, 31 Dec 2027 23:59:00 GMT')

test.each([
  ['10', 10_000],
  [' 0 ', 0],
  ['999999999', 3_600_000],
  ['Fri, 31 Dec 2027 23:59:30 GMT', 30_000],
  ['Friday, 31-Dec-27 23:59:30 GMT', 30_000],
  ['Fri, 31 Dec 2027 23:00:00 GMT', 0],
  ['Sun, 31 Dec 2090 23:00:00 GMT', 3_600_000],
  [undefined, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['soon 5', null],
  ['Fri, 99 Foo 2027 23:59:30 GMT', null],
  ['1'.repeat(400), null],
])('Retry-After %j means %j ms', (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected)
})
