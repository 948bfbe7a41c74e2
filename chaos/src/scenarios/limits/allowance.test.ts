import { describe, expect, test } from '@jest/globals'
import { mostInAnyWindow, shareOfAllowance, typicalIdleMs } from './allowance.ts'

/** `windows` full windows, each of its calls at once, `gapMs` apart. */
const bursts = (windows: number, gapMs: number, max = 20) =>
  Array.from({ length: windows * max }, (_, i) => Math.floor(i / max) * gapMs)

describe('the most in any window', () => {
  test.each<[string, number[], number]>([
    ['of nothing', [], 0],
    ['of one', [5], 1],
    ['counts a window wherever it begins', [0, 9_000, 9_500, 18_000, 18_500], 4],
    ['leaves out what came exactly one window earlier', [0, 10_000, 20_000], 1],
    ['holds what came a moment less than that', [0, 9_999], 2],
  ])('%s', (_what, times, most) => {
    expect(mostInAnyWindow(times, 10_000)).toBe(most)
  })

  test('sees two windows that touch, which a fixed window does not', () => {
    const times = [...Array.from({ length: 20 }, () => 9_500), ...Array.from({ length: 20 }, () => 10_500)]
    expect(mostInAnyWindow(times, 10_000)).toBe(40)
  })
})

describe('the share of the allowance', () => {
  const allowance = { max: 20, windowMs: 10_000 }

  test('is one for a full window at each earliest moment', () => {
    expect(shareOfAllowance(bursts(50, 10_000), allowance)).toBe(1)
  })

  test('is less by what each window begins too late', () => {
    // 49 gaps, each of them a tenth too long.
    expect(shareOfAllowance(bursts(50, 11_000), allowance)).toBeCloseTo(50 / (49 * 1.1 + 1), 10)
  })

  test('is a half where only half of each window is used', () => {
    expect(shareOfAllowance(bursts(50, 10_000, 10), allowance)).toBe(0.5)
  })
})

test('a place is idle from the end of its window to its next creation', () => {
  const allowance = { max: 20, windowMs: 10_000 }
  expect(typicalIdleMs(bursts(5, 10_270), allowance)).toBe(270)
  expect(typicalIdleMs(bursts(1, 10_000), allowance)).toBeNaN()
})
