import { describe, expect, test } from '@jest/globals'
import { estimateEnd, type Estimate } from './estimate-end.ts'

const standing = { queued: 0, turns: 1, windowUsed: 0, windowFreeAt: 0, heldUntil: null, now: 1_000 }
const estimate = (changes: Partial<Estimate>, around: Partial<Estimate['standing']> = {}) =>
  estimateEnd({
    queued: 100,
    runs: false,
    window: { count: 20, windowMs: 10_000 },
    runMs: 5_000,
    longestRunMs: 600_000,
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
