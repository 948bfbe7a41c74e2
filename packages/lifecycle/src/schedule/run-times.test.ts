import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { runTimes } from './run-times.test.kit.ts'
import {
  addRun,
  bucketOf,
  BUCKETS,
  decodeRunTimes,
  EDGES,
  encodeRunTimes,
  MOST_RUNS,
  NO_RUNS,
  totalOf,
} from './run-times.ts'

describe('the run times of a model', () => {
  test('have a bucket for every run, from 8 s to 20 minutes and beyond', () => {
    const buckets = [0, 7_999, 8_000, 60_000, 1_200_000, 1e12].map((ms) => bucketOf(ms, 8_000))
    expect(buckets).toEqual([0, 0, 1, 18, 45, 45])
    expect(EDGES).toHaveLength(BUCKETS + 1)
    for (const [n, edge] of EDGES.slice(0, -1).entries()) expect(bucketOf(edge * 8_000 + 1e-6, 8_000)).toBe(n)
  })

  test('of a fast clock fall into the same buckets as in real time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000 }), (ms) => {
        expect(bucketOf(ms, 8_000)).toBe(bucketOf(ms / 8, 1_000))
      }),
    )
  })

  test('never count more runs than are worth remembering, and forget the old ones', () => {
    let times = NO_RUNS
    for (let run = 0; run < 1_000; run++) {
      times = addRun(times, 5)
      expect(totalOf(times)).toBeLessThanOrEqual(MOST_RUNS)
    }
    for (let run = 0; run < 3 * MOST_RUNS; run++) times = addRun(times, 9)
    expect(times.counts[5]! / totalOf(times)).toBeLessThan(0.05)
  })

  test('have the level of the last runs, which follows a change within a few', () => {
    let times = [10, 12, 14].reduce(addRun, NO_RUNS)
    expect(times.level).toBeCloseTo(12, 1)
    for (let run = 0; run < 100; run++) times = addRun(times, 12)
    for (let run = 0; run < 16; run++) times = addRun(times, 20)
    expect(times.level).toBeGreaterThan(19)
    expect(times.level).toBeLessThanOrEqual(20)
  })

  test('are the same after they were stored', () => {
    fc.assert(
      fc.property(runTimes, (times) => {
        expect(decodeRunTimes(encodeRunTimes(times))).toEqual(times)
        expect(encodeRunTimes(times).length).toBeLessThan(200)
      }),
    )
  })

  test('of an older kiln, in buckets as wide as two, are split in halves', () => {
    const wide = Array.from({ length: 24 }, () => 0)
    Object.assign(wide, { 0: 8, 5: 33, 9: 48, 23: 4 })
    const times = decodeRunTimes(wide.join(','))!
    expect(totalOf(times)).toBe((8 + 33 + 48 + 4) / 16)
    const counted = times.counts.flatMap((count, n) => (count === 0 ? [] : [[n, count * 16]]))
    expect(counted).toEqual([
      [0, 8],
      [9, 16],
      [10, 17],
      [17, 24],
      [18, 24],
      [45, 4],
    ])
    expect(times.level).toBeCloseTo((9.5 * 33 + 17.5 * 48 + 45 * 4) / 93, 1)
    expect(decodeRunTimes(encodeRunTimes(times))).toEqual(times)
  })

  test.each([
    '',
    '1',
    'a',
    '1,2,3',
    `${'1,'.repeat(24)}1`,
    `${'1,'.repeat(45)}1`,
    `${'1,'.repeat(45)}-1`,
    `${'1,'.repeat(46)}4501`,
    '{"counts":[]}',
  ])('that cannot be read are none: %j', (text) => expect(decodeRunTimes(text)).toBeNull())
})
