import { createRequire } from 'node:module'
import type * as BullMq from 'bullmq'
import type { Redis } from 'ioredis'

// Required: for an import Node first reads all of its files for names, a tenth of what a process takes to start.
const { Queue } = createRequire(import.meta.url)('bullmq') as typeof BullMq

export const SUBMIT_QUEUE = 'submit'

/** Below this prefix only BullMQ writes. */
export function queuePrefix(prefix: string): string {
  return `${prefix}:q`
}

export interface Ring {
  id: string
  ring: number
  /** The ring before this one was not answered. */
  again: boolean
}

export interface SubmitQueue {
  ring: (rings: readonly Ring[]) => Promise<void>
  /** Rung and not yet taken, and being worked on. */
  depth: () => Promise<{ waiting: number; active: number }>
  close: () => Promise<void>
}

/**
 * The doorbells of jobs whose turn has come. They carry an id and nothing else; each ring has
 * a number of its own, because BullMQ swallows an id that it still knows.
 */
export function openSubmitQueue(connection: Redis, prefix: string): SubmitQueue {
  const queue = new Queue<{ id: string }, void, 'submit'>(SUBMIT_QUEUE, {
    connection,
    prefix: queuePrefix(prefix),
    // The contract check has looked at the server already.
    skipVersionCheck: true,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    streams: { events: { maxLen: 100 } },
  })
  // Errors of the connection are told once, by whoever owns it.
  queue.on('error', () => undefined)
  return {
    async ring(rings) {
      // An unanswered doorbell is taken away first, so that they never pile up while nobody is there.
      const unanswered = rings.filter(({ again }) => again)
      await Promise.all(unanswered.map(({ id, ring }) => queue.remove(`${id}-${ring - 1}`)))
      await queue.addBulk(
        rings.map(({ id, ring }) => ({ name: 'submit', data: { id }, opts: { jobId: `${id}-${ring}` } })),
      )
    },
    async depth() {
      // Named one by one: without names BullMQ counts every state there is.
      const counts = await queue.getJobCounts('waiting', 'prioritized', 'active')
      return {
        waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
        active: counts['active'] ?? 0,
      }
    },
    close: () => queue.close(),
  }
}
