import type { Redis } from 'ioredis'

/** Keeps an installation as it is now; the answer puts it back, as a restored dump would. */
export async function keepState(redis: Redis, prefix: string): Promise<() => Promise<void>> {
  const keys = () => redis.keys(`${prefix}:*`)
  const kept = await Promise.all(
    (await keys()).map(async (key) => [key, await redis.dumpBuffer(key)] as const),
  )
  return async () => {
    await redis.del(await keys())
    for (const [key, dump] of kept) if (dump) await redis.restore(key, 0, dump)
  }
}
