import type { Redis } from 'ioredis'

/** Long for a replica that is well; other intents on the connection wait behind the question. */
const WAIT_MS = 1_000

export interface Replicas {
  /** Names the connection; what was written on another one is not vouched for. */
  connection(): unknown
  /** How many replicas hold everything that was answered on `connection` so far. */
  holding(connection: unknown): Promise<number>
}

/**
 * Asks Redis how many replicas hold what was written. Those who ask at once share one question, and
 * whoever comes while one is under way waits for the next, for it covers his write too.
 */
export function askReplicas(redis: Redis, count: number): Replicas {
  let underWay: Promise<unknown> = Promise.resolve()
  let next: Promise<number> | null = null

  function ask(): Promise<number> {
    next = null
    // A Redis that cannot be asked vouches for nothing.
    const asked = redis.wait(count, WAIT_MS).catch(() => 0)
    underWay = asked
    return asked
  }

  return {
    connection: () => redis.stream,
    async holding(connection) {
      next ??= underWay.then(ask)
      const held = await next
      // Sent again on a new connection, the question is about nothing, and its answer too.
      return redis.stream === connection ? held : 0
    },
  }
}
