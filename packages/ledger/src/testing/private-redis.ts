import { afterAll, beforeAll } from '@jest/globals'
import { startPrivateRedis } from '@kiln/local'
import type { Redis } from 'ioredis'
import { connectForWork } from '../connection/connect.ts'

/** A Redis for the tests of one file, started before and ended after them. */
export function usePrivateRedis(kind: 'auto' | 'real' = 'auto') {
  let server: Awaited<ReturnType<typeof startPrivateRedis>>
  let redis: Redis
  beforeAll(async () => {
    server = await startPrivateRedis({ kind })
    redis = connectForWork(server.url)
  })
  afterAll(async () => {
    redis.disconnect()
    await server.stop()
  })
  return {
    get redis(): Redis {
      return redis
    },
    get url(): string {
      return server.url
    },
  }
}
