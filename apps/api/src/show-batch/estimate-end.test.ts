import { describe, expect, test } from '@jest/globals'
import { estimateEnd, type Begun, type Estimate } from './estimate-end.ts'

const standing = { queued: 0, turns: 1, windowUsed: 0, windowFreeAt: 0, heldUntil: null, now: 1_000 }
const estimate = (changes: Partial<Estimate>, around: Partial<Estimate['standing']> = {}) =>
  estimateEnd({
    queued: 100,
    runs: false,
    window: { count: 20, windowMs: 10_000 },
    runMs: 5_000,
    longestRunMs: 600_000,
    begun: null,
    ...changes,
    standing: { ...standing, ...around },
  })

describe('the end of a batch', () => {
  test('is when the window has let all of it go, and the last one has run', () => {
    expect(estimate({})).toBe(1_000 + 40_000 + 5_000)
  })

  test('comes at once where the window has places, later where it is used', () => {
    expect(estimate({ queued: 20 })).toBe(6_000)
    expect(estimate({ queued: 20 }, { windowUsed: 20 })).toBe(16_000)
  })

  test('waits for the turns of others, but no longer than until all have gone', () => {
    expect(estimate({}, { turns: 2, queued: 1_000 })).toBe(1_000 + 90_000 + 5_000)
    expect(estimate({}, { turns: 50, queued: 140 })).toBe(1_000 + 60_000 + 5_000)
  })

  test('counts from when a gate opens, and is not known where a person has to open it', () => {
    expect(estimate({ queued: 1 }, { heldUntil: 60_000 })).toBe(65_000)
    expect(estimate({}, { heldUntil: 1e15 })).toBeNull()
  })

  test('is not known where nobody knows how long a job runs, unless the queue takes longer than any job', () => {
    expect(estimate({ runMs: null })).toBeNull()
    expect(estimate({ runMs: null, queued: 0, runs: true })).toBeNull()
    expect(estimate({ runMs: null, queued: 1_220 })).toBe(1_000 + 600_000 + 60_000)
  })

  test('is that of what runs where nothing is queued, and none where nothing is left', () => {
    expect(estimate({ queued: 0, runs: true })).toBe(6_000)
    expect(estimate({ queued: 0 })).toBeNull()
  })
})

/** One every so often, the last of them just now or some time ago. */
const everyMs = (ms: number, count: number, lastAt = NOW) =>
  Array.from({ length: count }, (_, n) => lastAt - n * ms)

const NOW = 1_000_000
const seen = (
  ends: readonly number[],
  changes: Partial<Estimate> = {},
  around: Partial<Estimate['standing']> = {},
  begun: Partial<Begun> = {},
) =>
  estimate(
    { queued: 0, runs: true, ...changes, begun: { at: 100_000, underWay: 10, ends, ...begun } },
    { now: NOW, ...around },
  )

describe('the end of a batch under way', () => {
  test.each<[string, number | null, number | null]>([
    ['goes by how fast jobs end, where that is slower than the limits', seen(everyMs(2_000, 30)), 20_000],
    ['is never sooner than the limits allow', seen(everyMs(100, 200)), 5_000],
    [
      'counts what goes before it in the queue',
      seen(everyMs(1_000, 40), { queued: 100 }, { turns: 2, queued: 1_000 }),
      210_000,
    ],
    ['goes by the limits while too few have ended to tell', seen(everyMs(3_000, 4)), 5_000],
    [
      'does not hear of what ended before it began',
      seen(everyMs(2_000, 30), {}, {}, { at: NOW - 4_000 }),
      5_000,
    ],
    [
      'is known by the pace alone where nobody knows a run',
      seen(everyMs(2_000, 30), { runMs: null }),
      20_000,
    ],
    [
      'counts from when a gate opens, behind which nothing ends',
      seen(everyMs(2_000, 30, NOW - 50_000), {}, { heldUntil: NOW + 60_000 }),
      65_000,
    ],
    [
      'is not told where nothing ended for longer than all should take',
      seen(everyMs(500, 200, NOW - 16_000)),
      null,
    ],
    ['is not told where nothing has ended for long since it began', seen([]), null],
    [
      'is that of the limits while its first runs are likely to go on',
      seen([], {}, {}, { at: NOW - 4_000 }),
      5_000,
    ],
    [
      'is not told where none of many ended for some runs',
      seen([], { queued: 2_000 }, {}, { at: NOW - 61_000 }),
      null,
    ],
    [
      'waits longer for models that take longer',
      seen([], { queued: 2_000, runMs: 60_000 }, {}, { at: NOW - 61_000 }),
      990_000 + 60_000,
    ],
  ])('%s', (_what, end, inMs) => {
    expect(end).toBe(inMs === null ? null : Math.round(NOW + inMs))
  })
})
