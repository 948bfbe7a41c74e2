import { expect, test } from '@jest/globals'
import { restAfter } from './batch-expander.ts'

test.each([
  [0, 5],
  [3, 12],
  [20, 80],
  [400, 500],
])('after a slice that took %d ms Redis is left to others for %d ms', (tookMs, restMs) => {
  expect(restAfter(tookMs)).toBe(restMs)
})
