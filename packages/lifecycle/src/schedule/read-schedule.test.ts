import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { PLAIN_PACE } from './read-pace.ts'
import { nextReadAt } from './read-schedule.ts'
import { REAL_TIMING, scaleTiming } from '../timing.ts'

/** All reads of a task that never ends, without jitter, as ages in seconds. */
function readAges(): number[] {
  const task = { submittedAt: 0, limitAt: 600_000 }
  const ages: number[] = []
  for (let now = 0; now < task.limitAt;) {
    now = nextReadAt({ ...task, now }, REAL_TIMING, 0.5, PLAIN_PACE)
    ages.push(now / 1000)
  }
  return ages
}

describe('the read schedule of a model that nobody knows', () => {
  test('reads every 3 s at first and every 30 s at the end', () => {
    const ages = readAges()
    expect(ages[0]).toBe(3)
    expect(ages[1]).toBe(6)
    expect(ages.at(-2)! - ages.at(-3)!).toBeCloseTo(30, 0)
  })

  test('looks exactly at the limit, so that no job passes it unseen', () => {
    expect(readAges().at(-1)).toBe(600)
  })

  test('needs fewer than 45 reads for the whole ten minutes', () => {
    expect(readAges().length).toBeLessThan(45)
  })

  test('always moves forward, whatever the ages and the jitter', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000),
        fc.nat(700_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (now, age, random) => {
          const task = { submittedAt: now - age, limitAt: now - age + 600_000, now }
          expect(nextReadAt(task, REAL_TIMING, random, PLAIN_PACE)).toBeGreaterThan(now)
        },
      ),
    )
  })

  test('runs as many times faster as it is told to', () => {
    const fast = scaleTiming(REAL_TIMING, 60)
    expect(fast.readGapMinMs).toBe(50)
    expect(fast.lateReadsMs[0]).toBe(15_000)
  })
})
