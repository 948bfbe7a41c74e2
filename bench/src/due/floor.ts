import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { nowMs } from './door.ts'

const GAP_MS = { least: 20, spread: 60 }

/**
 * The least that any worker here would be late: a timer, and one write that Redis syncs before it
 * answers. Taken while the reads are, it tells what the machine and its disk add.
 */
export function followFloor(redis: Redis): { stop(): Promise<number[]> } {
  const lateMs: number[] = []
  let stopped = false

  async function loop(): Promise<number[]> {
    while (!stopped) {
      const dueAt = nowMs() + GAP_MS.least + GAP_MS.spread * Math.random()
      while (nowMs() < dueAt) await pause(Math.max(1, dueAt - nowMs()))
      await redis.set('{floor}', dueAt)
      lateMs.push(nowMs() - dueAt)
    }
    return lateMs
  }

  const looping = loop()
  return {
    stop() {
      stopped = true
      return looping
    },
  }
}
