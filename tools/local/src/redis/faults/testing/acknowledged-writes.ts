import { Redis } from 'ioredis'

export interface Writers {
  /** Resolves once so many writes were acknowledged in all. */
  acknowledged(count: number): Promise<void>
  /** Resolves once every writer has noticed that the server is gone. */
  stopped(): Promise<Acknowledged>
}

interface Acknowledged {
  total: number
  /** How many of the acknowledged writes the Redis at `url` does not know. */
  missingAt(url: string): Promise<number>
}

const WRITERS = 8
let runs = 0

/** Eight connections, each with one INCR or RPUSH after the other until the server is gone. */
export function startWriters(url: string): Writers {
  const run = ++runs
  const counts = Array.from({ length: WRITERS }, () => 0)
  let total = 0
  const waiting: { count: number; resolve: () => void }[] = []
  const keyOf = (writer: number) => `writer:${run}:${writer}`
  const write = async (writer: number) => {
    const redis = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 })
    redis.on('error', () => undefined)
    const one = () => (writer % 2 === 0 ? redis.incr(keyOf(writer)) : redis.rpush(keyOf(writer), 'x'))
    for (;;) {
      const acknowledged = await one().catch(() => null)
      if (acknowledged === null) return
      counts[writer] = acknowledged
      total++
      for (const { count, resolve } of waiting) if (total >= count) resolve()
    }
  }
  const writing = Promise.all(counts.map((_, writer) => write(writer)))
  return {
    acknowledged: (count) =>
      new Promise((resolve) => {
        if (total >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    async stopped() {
      await writing
      return { total, missingAt: (at) => missingAt(at, keyOf, counts) }
    },
  }
}

async function missingAt(url: string, keyOf: (writer: number) => string, counts: number[]): Promise<number> {
  const redis = new Redis(url)
  let missing = 0
  for (const [writer, acknowledged] of counts.entries()) {
    const key = keyOf(writer)
    const kept = writer % 2 === 0 ? Number((await redis.get(key)) ?? 0) : await redis.llen(key)
    missing += Math.max(0, acknowledged - kept)
  }
  redis.disconnect()
  return missing
}
