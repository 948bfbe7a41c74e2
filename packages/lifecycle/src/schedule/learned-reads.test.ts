import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { REAL_TIMING } from '../timing.ts'
import { expectedEnd } from './expected-end.ts'
import { gapAt, PLAIN_PACE, stretchOf, type ReadPace } from './read-pace.ts'
import { nextReadAt } from './read-schedule.ts'
import { endsBy, shapeOf, type RunShape } from './run-shape.ts'
import { runTimes } from './run-times.test.kit.ts'
import { addRun, bucketOf, NO_RUNS } from './run-times.ts'

const LIMIT = 600_000
const UNIT = REAL_TIMING.runTimeUnitMs
const random = fc.double({ min: 0, max: 1, noNaN: true })
const typical = fc.option(
  fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 900 })).map(([min, more]) => ({
    min,
    max: min + more,
  })),
)
const pace = fc.record<ReadPace>({
  shape: fc.tuple(runTimes, typical).map(([runs, seed]) => shapeOf(runs, seed)),
  callbackHealth: random,
})

const knowing = (...seconds: number[]): RunShape =>
  shapeOf(
    seconds.reduce((runs, s) => addRun(runs, bucketOf(s * 1_000, UNIT)), NO_RUNS),
    null,
  )!
const around = (seconds: number) => Array.from({ length: 30 }, (_, n) => seconds * (0.85 + 0.01 * n))

/** Ages in seconds at which a task that never ends is read. */
function readAges(by: Partial<ReadPace>): number[] {
  const ages: number[] = []
  for (let now = 0; now < LIMIT;) {
    now = nextReadAt({ submittedAt: 0, limitAt: LIMIT, now }, REAL_TIMING, 0.5, { ...PLAIN_PACE, ...by })
    ages.push(now / 1_000)
  }
  return ages
}

describe('reads by what a model is known to take', () => {
  test('are never too close nor too far apart, never past the limit, and end there, whatever was learned', () => {
    fc.assert(
      fc.property(pace, fc.nat(2_000_000), fc.nat(700_000), random, (by, now, age, jitter) => {
        const task = { submittedAt: now - age, limitAt: now - age + LIMIT, now }
        const at = nextReadAt(task, REAL_TIMING, jitter, by)
        expect(Number.isSafeInteger(at)).toBe(true)
        expect(at - now).toBeLessThanOrEqual(REAL_TIMING.readGapLongestMs)
        if (now < task.limitAt) expect(at).toBeLessThanOrEqual(task.limitAt)
        if (at !== task.limitAt) expect(at - now).toBeGreaterThanOrEqual(REAL_TIMING.readGapMinMs)
      }),
    )
    fc.assert(fc.property(pace, (by) => readAges(by).at(-1) === 600))
  })

  test('gather where runs end, and are sparse before', () => {
    const ages = readAges({ shape: knowing(...around(150)) })
    expect(ages.filter((age) => age < 100).length).toBeLessThanOrEqual(2)
    expect(ages.filter((age) => age >= 100 && age <= 200).length).toBeGreaterThanOrEqual(5)
  })

  test('are at most three minutes apart, for anything may end early', () => {
    const ages = [0, ...readAges({ shape: knowing(...around(590)) })]
    for (const [n, age] of ages.slice(1).entries()) expect(age - ages[n]!).toBeLessThanOrEqual(180)
  })

  test('hardly stray from the planned age, however long the gap before it is', () => {
    const task = { submittedAt: 0, limitAt: LIMIT, now: 0 }
    const by = { ...PLAIN_PACE, shape: knowing(...around(150)) }
    const [early, late] = [0, 1].map((jitter) => nextReadAt(task, REAL_TIMING, jitter, by)) as [
      number,
      number,
    ]
    expect(late - early).toBe(REAL_TIMING.readGapMinMs)
    expect(early).toBeGreaterThan(60_000)
  })

  test('wait for the silence of callbacks that work, four times as long at most', () => {
    expect([0, 0.75, 1].map(stretchOf)).toEqual([1, 2, 4])
    const shape = knowing(...around(150))
    const reads = [0, 0.5, 1].map((callbackHealth) => readAges({ shape, callbackHealth }).length)
    expect(reads[0]).toBeGreaterThan(reads[1]!)
    expect(reads[1]).toBeGreaterThan(reads[2]!)
    expect(gapAt(16_000, REAL_TIMING, { ...PLAIN_PACE, callbackHealth: 1 })).toBe(12_000)
  })
})

describe('what is known of a model', () => {
  test('is nothing before some runs, unless a catalogue says how long it takes', () => {
    expect(shapeOf(null, null)).toBeNull()
    expect(shapeOf(addRun(NO_RUNS, 3), null)).toBeNull()
    const seeded = shapeOf(null, { min: 90, max: 110, median: 100 })!
    expect(endsBy(seeded, 0, 0.5)! * 8).toBeGreaterThan(80)
    expect(endsBy(seeded, 0, 0.5)! * 8).toBeLessThan(125)
  })

  test('leaves the catalogue behind after some runs', () => {
    const runs = around(30).reduce((times, s) => addRun(times, bucketOf(s * 1_000, UNIT)), NO_RUNS)
    expect(endsBy(shapeOf(runs, { min: 300, max: 300 })!, 0, 0.5)! * 8).toBeLessThan(45)
  })

  test('tells an end that lies ahead, and moves on with a run that outlives it', () => {
    const shape = knowing(...around(150))
    const endAt = (now: number) => expectedEnd({ submittedAt: 1_000, now }, shape, REAL_TIMING)!
    expect(endAt(1_000)).toBeGreaterThan(110_000)
    expect(endAt(1_000)).toBeLessThan(190_000)
    expect(endAt(300_000)).toBeGreaterThan(300_000)
    fc.assert(
      fc.property(pace, fc.nat(3_000_000), ({ shape: known }, age) => {
        const end = known && expectedEnd({ submittedAt: 0, now: age }, known, REAL_TIMING)
        if (end !== null) expect(end).toBeGreaterThanOrEqual(age)
      }),
    )
  })
})
