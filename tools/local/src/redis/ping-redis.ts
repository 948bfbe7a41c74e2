import { Redis } from 'ioredis'

export type PingAnswer = { ok: true; version: string } | { ok: false; cause: string }

/** One connection, one PING, one INFO: no retries, so that the answer is about now. */
export async function pingRedis(url: string, withinMs = 3_000): Promise<PingAnswer> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: withinMs,
    commandTimeout: withinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let cause = 'no answer'
  // The event says why (refused, wrong password); the rejected promise only that it closed.
  redis.on('error', (error: Error) => {
    cause = error.message === '' ? String((error as NodeJS.ErrnoException).code) : error.message
  })
  try {
    await redis.connect()
    await redis.ping()
    const info = await redis.info('server')
    return { ok: true, version: /^(?:valkey|redis)_version:(\S+)/m.exec(info)?.[1] ?? 'unknown' }
  } catch (error) {
    return { ok: false, cause: cause === 'no answer' ? (error as Error).message : cause }
  } finally {
    // On a connection that is already gone, ioredis would wait two seconds for its end.
    if (redis.status !== 'close' && redis.status !== 'end') redis.disconnect()
  }
}
