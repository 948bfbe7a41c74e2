import type { MonotonicClock } from '../clock.ts'

export interface RedisClock {
  /** Redis said `toldMs` at some moment of the last `tookMs`. */
  set(toldMs: number, tookMs: number): void
  nowMs(): number
}

/** Redis tells whole milliseconds. */
const ROUNDED_MS = 1

/**
 * Redis' time, carried on between two of its answers by this machine's monotonic clock. An answer that took
 * long says little of when Redis told it, so it moves the time no further than it must.
 */
export function startRedisClock(clock: MonotonicClock): RedisClock {
  let redisMs = 0
  let seenMs = clock.nowMs()
  const carriedOn = () => redisMs + (clock.nowMs() - seenMs)
  return {
    set(toldMs, tookMs) {
      redisMs = Math.min(Math.max(carriedOn(), toldMs), toldMs + tookMs + ROUNDED_MS)
      seenMs = clock.nowMs()
    },
    nowMs: () => Math.round(carriedOn()),
  }
}
