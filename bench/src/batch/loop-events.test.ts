import { expect, test } from '@jest/globals'
import { loadOf, type LoopEvent } from './loop-events.ts'

const late = (at: number, ownMs: number, withheldMs: number): LoopEvent => ({
  kind: 'late',
  at,
  lateMs: ownMs + withheldMs,
  ownMs,
  withheldMs,
})

test('the most of its own work and the most that was withheld are told apart, and only of the time asked for', () => {
  const events = [
    late(999, 90, 90),
    late(1_000, 2, 60),
    late(1_500, 8, 0),
    { kind: 'gc', at: 1_600, ms: 5 } as const,
    late(2_001, 90, 90),
  ]
  expect(loadOf(events, 1_000, 2_000)).toEqual({ ownMostMs: 8, withheldMostMs: 60, gcMostMs: 5 })
  expect(loadOf([], 1_000, 2_000)).toEqual({ ownMostMs: 0, withheldMostMs: 0, gcMostMs: 0 })
})
