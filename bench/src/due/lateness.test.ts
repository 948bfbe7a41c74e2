import { describe, expect, test } from '@jest/globals'
import { latenessOf, percentileOf } from './lateness.ts'

const due = (dueAt: number, seenAt: number, taskId = 'a') => ({ taskId, dueAt, seenAt })
const read = (startedAt: number, taskId = 'a') => ({ taskId, startedAt })

describe('how late a read started', () => {
  test('is counted from the last due time seen before it', () => {
    const dues = [due(1_000, 500), due(4_000, 1_500), due(4_000, 3_900), due(4_100, 1_500, 'b')]
    expect(latenessOf([read(1_002), read(4_005), read(4_101, 'b')], dues)).toEqual([2, 5, 1])
  })

  test('takes no lease for a due time, and no due time of an earlier read', () => {
    const lease = due(16_000, 1_001)
    expect(latenessOf([read(1_002), read(4_000)], [due(1_000, 500), lease])).toEqual([2])
  })
})

test('a read before its time is late by less than nothing', () => {
  expect(latenessOf([read(998)], [due(1_000, 500)])).toEqual([-2])
})

test('a percentile is one of the values', () => {
  const values = Array.from({ length: 200 }, (_, n) => 200 - n)
  expect([0.5, 0.99, 1].map((share) => percentileOf(values, share))).toEqual([100, 198, 200])
})
