import { describe, expect, test } from '@jest/globals'
import { SlidingWindow } from './sliding-window.ts'

const LIMIT = { max: 3, windowMs: 100 }

/** How many of `calls` are admitted, each at its time. */
function admit(window: SlidingWindow, times: readonly number[]): boolean[] {
  return times.map((time) => window.take(time, LIMIT))
}

describe('the sliding window', () => {
  test('gives a place back one window after it was taken, not at the turn of a fixed window', () => {
    const window = new SlidingWindow()
    expect(admit(window, [90, 95, 99])).toEqual([true, true, true])
    // A fixed window would start anew at 100.
    expect(admit(window, [100, 150, 189.9])).toEqual([false, false, false])
    expect(admit(window, [190, 191])).toEqual([true, false])
    expect(admit(window, [195, 199, 200])).toEqual([true, true, false])
  })

  test('does not count what it rejected', () => {
    const window = new SlidingWindow()
    admit(window, [0, 0, 0, 10, 20, 30])
    expect(admit(window, [100, 100, 100, 100])).toEqual([true, true, true, false])
  })

  test('never admits more than the limit in any window, over thousands of calls', () => {
    const window = new SlidingWindow()
    const admitted = Array.from({ length: 20_000 }, (_, index) => index * 7.3).filter((time) =>
      window.take(time, LIMIT),
    )
    const gaps = admitted.slice(LIMIT.max).map((time, index) => time - (admitted[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(LIMIT.windowMs)
    expect(admitted.length).toBeGreaterThan(3_000)
  })
})
