import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { planReads, type ReadPlan, type ReadTerms } from './read-plan.ts'
import { shapeOf, type RunShape } from './run-shape.ts'
import { runTimes } from './run-times.test.kit.ts'
import { EDGES } from './run-times.ts'

const LAST = EDGES.at(-1)!
const TERMS: ReadTerms = { cost: 1 / 8, shortestGap: 3 / 8, longestGap: 180 / 8 }
const shape = runTimes.map((runs) => shapeOf(runs, { min: 20, max: 200, median: 60 })!)

function readsOf(plan: ReadPlan): number[] {
  const ages: number[] = []
  for (let age = 0; age < LAST;) ages.push((age = plan(age)))
  return ages
}

/** What these reads cost of a run on average: each read, and the lag until the one that finds it. */
function costOf({ edges, ended }: RunShape, ages: readonly number[], cost: number): number {
  const endedBy = (age: number) => {
    const above = Math.max(
      1,
      edges.findIndex((edge, n) => edge > age || n === edges.length - 1),
    )
    const width = edges[above]! - edges[above - 1]!
    const part = width > 0 ? Math.min(1, (age - edges[above - 1]!) / width) : 1
    return ended[above - 1]! + part * (ended[above]! - ended[above - 1]!)
  }
  let [total, from] = [0, 0]
  for (const to of ages) {
    total += cost * (1 - endedBy(from))
    const step = (to - from) / 50
    for (let n = 0; n < 50; n++) total += (endedBy(from + (n + 0.5) * step) - endedBy(from)) * step
    from = to
  }
  return total
}

describe('a plan of reads', () => {
  test('keeps gaps within their bounds from any age, and goes on for ever', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 0, max: 2 * LAST, noNaN: true }), (known, age) => {
        const gap = planReads(known, TERMS)(age) - age
        // Up to the last age, nothing rounds a gap below its bound.
        if (age < LAST - TERMS.shortestGap) expect(gap).toBeGreaterThanOrEqual(TERMS.shortestGap)
        expect(gap).toBeLessThanOrEqual(TERMS.longestGap + 1e-9)
        expect(gap).toBeGreaterThan(0)
      }),
    )
  })

  test('costs no more than any fixed or growing gaps', () => {
    fc.assert(
      fc.property(
        shape,
        fc.double({ min: TERMS.shortestGap, max: 10, noNaN: true }),
        fc.constantFrom(1, 1.1, 1.5),
        (known, first, factor) => {
          let gap = first
          const others = readsOf((age) => {
            const next = Math.min(LAST, age + gap)
            gap = Math.min(TERMS.longestGap, gap * factor)
            return next
          })
          const planned = costOf(known, readsOf(planReads(known, TERMS)), TERMS.cost)
          // Planned ages are whole seconds or hundredths, which costs a little.
          expect(planned).toBeLessThan(1.01 * costOf(known, others, TERMS.cost))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('reads less where a read costs more', () => {
    const known = shapeOf(null, { min: 60, max: 180, median: 100 })!
    const reads = [0.05, 0.2, 1, 5].map((cost) => readsOf(planReads(known, { ...TERMS, cost })).length)
    expect(reads).toEqual(reads.toSorted((one, other) => other - one))
    expect(new Set(reads).size).toBe(4)
  })
})
