import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { driftOf } from './drift.ts'
import { endsBy, shapeOf } from './run-shape.ts'
import { runTimes } from './run-times.test.kit.ts'
import { addRun, bucketOf, EDGES, NO_RUNS } from './run-times.ts'

/** Runs about these many seconds, a tenth more or less in turn. */
const runsOf = (...seconds: number[]) =>
  seconds.reduce((runs, s, n) => addRun(runs, bucketOf(s * (0.9 + 0.05 * (n % 5)) * 1_000, 8_000)), NO_RUNS)
const typicalOf = (...seconds: number[]) => endsBy(shapeOf(runsOf(...seconds), null)!, 0, 0.5)! * 8

describe('a model that grows slower', () => {
  const slower = Array.from({ length: 100 }, (_, n) => 40 * 1.01 ** n)

  test('is followed closely, though many of the runs that are counted are older', () => {
    expect(typicalOf(...slower)).toBeGreaterThan(0.9 * slower.at(-1)!)
    expect(typicalOf(...slower)).toBeLessThan(1.15 * slower.at(-1)!)
  })

  test('or faster at a stroke is known anew after a dozen runs', () => {
    const before = Array.from({ length: 60 }, () => 120)
    const after = Array.from({ length: 12 }, () => 60)
    expect(typicalOf(...before, ...after)).toBeLessThan(75)
  })
})

describe('a model that does not change', () => {
  test.each([
    ['steady', Array.from({ length: 50 }, () => 90)],
    ['of two kinds', Array.from({ length: 50 }, (_, n) => (n % 5 < 3 ? 45 : 220))],
    ['that failed at once for a change', [...Array.from({ length: 50 }, (_, n) => 60 + 2 * n), 3]],
    ['hardly known', [60, 200, 90]],
  ])('is left as it is: %s', (name, seconds) => {
    const edges = driftOf(runsOf(...seconds))
    if (name !== 'that failed at once for a change') expect(edges).toBe(EDGES)
    else for (const [n, edge] of edges.entries()) expect(edge).toBeGreaterThanOrEqual(0.9 * EDGES[n]!)
  })

  test('has edges in order between nothing and the last, whatever was counted', () => {
    fc.assert(
      fc.property(runTimes, (runs) => {
        const edges = driftOf(runs)
        expect([edges[0], edges.at(-1)]).toEqual([0, EDGES.at(-1)])
        for (let n = 1; n < edges.length; n++) expect(edges[n]!).toBeGreaterThanOrEqual(edges[n - 1]!)
      }),
    )
  })
})
