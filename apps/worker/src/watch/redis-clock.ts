import type { MonotonicClock } from '../clock.ts'

/** Redis' time, carried on between two of its answers by this machine's monotonic clock. */
export function startRedisClock(clock: MonotonicClock) {
  let redisMs = 0
  let seenMs = clock.nowMs()
  return {
    set: (nowMs: number): void => {
      redisMs = nowMs
      seenMs = clock.nowMs()
    },
    nowMs: (): number => Math.round(redisMs + (clock.nowMs() - seenMs)),
  }
}
