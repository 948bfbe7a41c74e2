import { describe, expect, test } from '@jest/globals'
import { startRedisClock } from './redis-clock.ts'

function startedClock() {
  const own = { nowMs: 0 }
  return { own, redis: startRedisClock({ nowMs: () => own.nowMs }) }
}

describe("Redis' time between its answers", () => {
  test('goes on by the clock of this machine', () => {
    const { own, redis } = startedClock()
    redis.set(5_000, 1)
    own.nowMs += 250
    expect(redis.nowMs()).toBe(5_250)
  })

  test('is not put back by an answer that took long', () => {
    const { own, redis } = startedClock()
    redis.set(5_000, 1)
    own.nowMs += 100
    redis.set(5_060, 40)
    expect(redis.nowMs()).toBe(5_100)
  })

  test('is put right by an answer as far as that is sure', () => {
    const { redis } = startedClock()
    redis.set(5_000, 40)
    redis.set(5_030, 2)
    expect(redis.nowMs()).toBe(5_030)
    redis.set(5_010, 2)
    expect(redis.nowMs()).toBe(5_013)
  })

  test('follows a clock that was set, forwards and back', () => {
    const { redis } = startedClock()
    redis.set(5_000, 1)
    redis.set(605_000, 1)
    expect(redis.nowMs()).toBe(605_000)
    redis.set(5_000, 1)
    expect(redis.nowMs()).toBe(5_002)
  })
})
