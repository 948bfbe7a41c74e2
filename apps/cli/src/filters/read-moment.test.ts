import { describe, expect, test } from '@jest/globals'
import { readMoment, readTime } from './read-moment.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

describe('a time as it is typed', () => {
  test.each([
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['90s', '2026-11-21T11:58:30.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T09:00', '2026-11-20T09:00:00.000Z'],
    ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['2026-11-20T09:00:00+02:00', '2026-11-20T07:00:00.000Z'],
    ['2026-11-20 09:00:00', '2026-11-20T09:00:00.000Z'],
    ['2026-11-20 09:00:00 UTC', '2026-11-20T09:00:00.000Z'],
    ['2026-11-20T09:00:00.123Z', '2026-11-20T09:00:00.123Z'],
  ])('%s is %s, wherever the terminal stands', (typed, at) => {
    expect(readMoment(typed, NOW)).toBe(at)
  })

  test.each([
    '2026-02-31',
    '2026-13-01',
    '2026-11-20T25:00',
    '999999d',
    'tomorrow',
    '2026-11-20 noon',
    '2h ago',
    '',
  ])('%j is none', (typed) => {
    expect(readMoment(typed, NOW)).toBeNull()
  })

  test('of a day that no calendar has is none for a key either', () => {
    expect(readTime('2027-02-29')).toBeNull()
    expect(readTime('2028-02-29')).toBe(Date.parse('2028-02-29'))
  })
})
