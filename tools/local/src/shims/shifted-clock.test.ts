import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { shiftedClock } from './shifted-clock.ts'

const MINUTES = 60_000

test.each([10, -10])(
  'a process whose clock is %i minutes off tells that time, and waits as long as ever',
  async (off) => {
    const script = `const at = Date.now()
    const since = performance.now()
    setTimeout(() => console.log(JSON.stringify({ at, waited: performance.now() - since })), 100)`
    const env = { PATH: process.env['PATH'] ?? '', ...(await shiftedClock(off * 60)) }
    const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script], { env })
    const { at, waited } = JSON.parse(stdout) as { at: number; waited: number }
    expect(Math.abs(at - (Date.now() + off * MINUTES))).toBeLessThan(MINUTES)
    expect(waited).toBeGreaterThanOrEqual(99)
    expect(waited).toBeLessThan(10_000)
  },
)
