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
    expect(buckets).toEqual([0, 0, 1, 9, 23, 23])
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

  test('are the same after they were stored', () => {
    fc.assert(
      fc.property(runTimes, (times) => {
        expect(decodeRunTimes(encodeRunTimes(times))).toEqual(times)
        expect(encodeRunTimes(times).length).toBeLessThan(100)
      }),
    )
  })

  test.each(['', '1', 'a', '1,2,3', `${'1,'.repeat(24)}1`, `${'1,'.repeat(23)}-1`, '{"counts":[]}'])(
    'that cannot be read are none: %j',
    (text) => expect(decodeRunTimes(text)).toBeNull(),
  )
})
