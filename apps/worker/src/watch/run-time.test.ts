import { describe, expect, test } from '@jest/globals'
import { runTimeMs } from './run-time.ts'

const seen = { begunAt: 1_000, seenAt: 101_000 }

describe('how long a task took', () => {
  test.each([
    ["is what KIE's own times say, whatever its clock", { createTime: 5, completeTime: 60_005 }, 60_000],
    ['is what was seen where KIE does not tell', { createTime: 5, completeTime: null }, 100_000],
    ['is what was seen where KIE tells nothing', null, 100_000],
    ['is never longer than what was seen', { createTime: 0, completeTime: 1e12 }, 100_000],
    ['is what was seen where the times go backwards', { createTime: 60_000, completeTime: 5 }, 100_000],
  ])('%s', (_what, origin, ms) => expect(runTimeMs(origin, seen)).toBe(ms))
})
