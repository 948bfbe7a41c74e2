import { describe, expect, test } from '@jest/globals'
import { parseDuration } from './duration.ts'

describe('a duration', () => {
  test.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['1ms', 1],
    ['2147483647ms', 2_147_483_647],
  ])('%s is %d milliseconds', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs)
  })

  test.each([
    '',
    '10',
    'ms',
    '0s',
    '-1s',
    '1.5s',
    '1 s',
    '1S',
    '1d',
    '1h30m',
    '2147483648ms',
    '597h',
    '1s\n',
  ])('is not %j', (text) => {
    expect(parseDuration(text)).toBeNull()
  })
})
