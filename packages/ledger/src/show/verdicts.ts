import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'

export interface Verdicts {
  /**
   * Resolves when the job ended or was parked, when the time is over, and now and then for
   * nothing: whoever waits looks at the job, and waits again if there is time left.
   */
  wait(jobId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>
  stop(): void
}

/** How long one blocking read lasts; a broken connection shows within it. */
const BLOCK_MS = 1_000
/** The reader stays for some blocking reads after the last one left, for those who come back. */
const IDLE_READS = 5

/**
 * Wakes those who wait for a job. One reader follows the outbox for the whole process, and only
 * while somebody waits. `connection` blocks, so it must be used for nothing else.
 */
export function followVerdicts(connection: Redis, prefix: string): Verdicts {
  const { outbox } = keysUnder(prefix)
  const waiters = new Map<string, Set<() => void>>()
  let following = false
  let stopped = false

  async function newest(): Promise<string> {
    const [row] = await connection.xrevrange(outbox, '+', '-', 'COUNT', 1)
    return row ? row[0] : '0'
  }

  async function follow(): Promise<void> {
    let last = await newest()
    // What happened before this point was not seen.
    wakeAll()
    for (let idle = 0; idle < IDLE_READS && !stopped; idle = waiters.size > 0 ? 0 : idle + 1) {
      const streams = await connection.xread('COUNT', 1000, 'BLOCK', BLOCK_MS, 'STREAMS', outbox, last)
      for (const [rowId, fields] of streams?.[0]?.[1] ?? []) {
        last = rowId
        const id = fields[fields.indexOf('id') + 1]
        if (id !== undefined) wake(id)
      }
    }
  }

  function wake(id: string): void {
    for (const resolve of waiters.get(id) ?? []) resolve()
  }

  function wakeAll(): void {
    for (const id of waiters.keys()) wake(id)
  }

  function startFollowing(): void {
    if (following || stopped) return
    following = true
    // Without Redis nobody can be told anything: let them look for themselves.
    follow()
      .catch(wakeAll)
      .finally(() => {
        following = false
        if (waiters.size > 0) startFollowing()
      })
      .catch(() => undefined)
  }

  // A dead connection tells nobody anything: whoever waits looks for himself, and hears it.
  connection.on('close', wakeAll)
  return {
    wait(jobId, timeoutMs, signal) {
      return new Promise<void>((resolve) => {
        const all = waiters.get(jobId) ?? new Set()
        const done = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', done)
          all.delete(done)
          if (all.size === 0) waiters.delete(jobId)
          resolve()
        }
        const timer = setTimeout(done, timeoutMs)
        signal?.addEventListener('abort', done)
        waiters.set(jobId, all.add(done))
        startFollowing()
      })
    },
    stop() {
      stopped = true
      wakeAll()
    },
  }
}
