import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { nowMs } from './door.ts'
import { PREFIX } from './installation.ts'
import type { DueSeen } from './lateness.ts'

/** Gaps are three seconds at least: no due time stands for less. */
const LOOK_EVERY_MS = 500

/** Looks at the due-set again and again; the answer tells what stood there, by task. */
export function followDueTimes(redis: Redis): { stop(): Promise<DueSeen[]> } {
  const seen: DueSeen[] = []
  const taskOf = new Map<string, string>()
  let stopped = false

  async function look(): Promise<void> {
    const flat = await redis.zrange(`${PREFIX}:due`, '0', '-1', 'WITHSCORES')
    const seenAt = nowMs()
    for (let i = 0; i < flat.length; i += 2) {
      const [id, dueAt] = [flat[i]!, Number(flat[i + 1])]
      const taskId = taskOf.get(id) ?? (await redis.hget(`${PREFIX}:job:${id}`, 'taskId'))
      if (taskId === null) continue
      taskOf.set(id, taskId)
      seen.push({ taskId, dueAt, seenAt })
    }
  }

  async function loop(): Promise<DueSeen[]> {
    while (!stopped) {
      await look()
      await pause(LOOK_EVERY_MS)
    }
    return seen
  }

  const looking = loop()
  return {
    stop() {
      stopped = true
      return looking
    },
  }
}
