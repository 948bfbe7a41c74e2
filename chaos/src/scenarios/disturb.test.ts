import { expect, test } from '@jest/globals'
import { beyondBounds } from './disturb.ts'

test.each<[number, { atMost?: number; atLeast?: number }, number]>([
  [20, { atMost: 20 }, 0],
  [21, { atMost: 20 }, 1],
  [97, { atLeast: 97 }, 0],
  [96.9, { atLeast: 97 }, 1],
  [Number.NaN, { atLeast: 97 }, 1],
  [Number.NaN, { atMost: 20 }, 1],
  [100, { atLeast: 100, atMost: 100 }, 0],
  [5, {}, 0],
])('%d within %j makes %i findings', (value, bounds, findings) => {
  expect(beyondBounds('figure', { value, ...bounds })).toHaveLength(findings)
})
