import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { spreadRuns } from './neighbours.ts'
import { runTimes } from './run-times.test.kit.ts'
import { addRun, BUCKETS, NO_RUNS, totalOf } from './run-times.ts'

const beside = Array.from({ length: BUCKETS }, () => 0.002)
const spreadOf = (...buckets: number[]) => spreadRuns(buckets.reduce(addRun, NO_RUNS).counts, beside)
const times = (count: number, of: (n: number) => number) => Array.from({ length: count }, (_, n) => of(n))

describe('runs that speak for their neighbours', () => {
  test('are neither more nor fewer than before, and nowhere less than none', () => {
    fc.assert(
      fc.property(runTimes, (runs) => {
        const spread = spreadRuns(runs.counts, beside)
        expect(spread.reduce((sum, count) => sum + count, 0)).toBeCloseTo(totalOf(runs), 6)
        for (const count of spread) expect(count).toBeGreaterThanOrEqual(-1e-9)
      }),
    )
  })

  test('stay close where all lie close', () => {
    const spread = spreadOf(...times(30, (n) => 20 + (n % 2)))
    expect(spread[20]! + spread[21]!).toBeGreaterThan(25)
  })

  test('stay in two heaps where there are two', () => {
    const spread = spreadOf(...times(30, (n) => (n % 2 ? 12 : 28) + (n % 3)))
    for (let n = 17; n < 26; n++) expect(spread[n]!).toBeLessThan(0.1)
  })

  test('fill the gaps between a few that lie apart', () => {
    const spread = spreadOf(...times(10, (n) => 8 + 3 * n))
    for (let n = 10; n < 34; n++) expect(spread[n]!).toBeGreaterThan(0.1)
  })
})
