import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { PrivateRedis } from '../private-redis.ts'

/** A primary waits five seconds for further replicas before it sends the first one its data. */
export const REPLICATES_AT_ONCE = { 'repl-diskless-sync-delay': '0' }

/** One connection for a few commands. */
export async function ask<T>(
  server: Pick<PrivateRedis, 'url'>,
  commands: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = new Redis(server.url, {
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    disconnectTimeout: 0,
  })
  redis.on('error', () => undefined)
  try {
    return await commands(redis)
  } finally {
    redis.disconnect()
  }
}

const ASK_AGAIN_MS = 20
const WITHIN_MS = 20_000

/** Servers tell nobody when they have come to know each other, so they are asked until they have. */
export function awaitTrue(
  server: Pick<PrivateRedis, 'url'>,
  isTrue: (redis: Redis) => Promise<boolean>,
): Promise<void> {
  return ask(server, async (redis) => {
    const until = performance.now() + WITHIN_MS
    while (!(await isTrue(redis))) {
      if (performance.now() > until)
        throw new Error(`${server.url} did not come about within ${WITHIN_MS} ms`)
      await delay(ASK_AGAIN_MS)
    }
  })
}

/** A replica counts as online while it still loads what it was sent; it is there when it has said so. */
export async function hasReplicaInStep(redis: Redis): Promise<boolean> {
  const info = await redis.info('replication')
  const held = /state=online,offset=(\d+)/.exec(info)?.[1]
  return held !== undefined && held !== '0' && held === /master_repl_offset:(\d+)/.exec(info)?.[1]
}
