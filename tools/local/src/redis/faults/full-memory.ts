import { Redis } from 'ioredis'

/** Leaves the Redis at `url` no memory for further writes; what is returned gives it back. */
export async function fillMemory(url: string): Promise<() => Promise<void>> {
  return withConnection(url, async (redis) => {
    const limit = (await redis.config('GET', 'maxmemory')) as [string, string]
    const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1])
    // Well below what is in use: near it, a client that leaves would make room for a few writes.
    await redis.config('SET', 'maxmemory', Math.floor(used / 2))
    return () => withConnection(url, async (later) => void (await later.config('SET', 'maxmemory', limit[1])))
  })
}

async function withConnection<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 })
  // The rejected command says it too; without a listener ioredis prints it.
  redis.on('error', () => undefined)
  try {
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}
