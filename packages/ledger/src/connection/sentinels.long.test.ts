import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startPrivateSentinel, type PrivateSentinel } from '@kiln/local'
import type { Redis } from 'ioredis'
import { connectForBlocking, connectForRequests, connectForWork } from './connect.ts'

/** Long for a busy machine; a client that waits for a sentinel that never answers waits for ever. */
const WITHIN_MS = 60_000

let group: PrivateSentinel
let connections: Redis[] = []
beforeEach(async () => {
  group = await startPrivateSentinel({ sentinels: 3 })
}, 60_000)
afterEach(async () => {
  for (const redis of connections.splice(0)) redis.disconnect()
  await group.stop()
})

const CONNECT = { connectForRequests, connectForWork, connectForBlocking }

/** What each kind of connection reaches, once it is usable. */
async function reach(): Promise<string[]> {
  const { sentinels, name: primary } = group
  const servers = { kind: 'sentinel', sentinels, primary, database: 0, tls: false } as const
  connections = Object.values(CONNECT).map((connect) => connect(servers))
  return Promise.all(
    connections.map(async (redis) => {
      redis.on('error', () => undefined)
      await new Promise<void>((resolve) => void redis.once('ready', resolve))
      const [, port] = (await redis.config('GET', 'port')) as [string, string]
      return port
    }),
  )
}

const portsOf = (url: string) => Object.keys(CONNECT).map(() => new URL(url).port)

describe('of three sentinels', () => {
  test.each([
    ['is dead', 'SIGKILL'],
    ['accepts and says nothing', 'SIGSTOP'],
  ] as const)(
    'the first %s at the start, and every connection finds the primary by the second',
    async (_what, signal) => {
      group.sentinels[0]!.kill(signal)
      expect(await reach()).toEqual(portsOf(group.primary.url))
    },
    WITHIN_MS,
  )

  test(
    'the first is dead, and the other two agree on a new primary, which is found',
    async () => {
      group.sentinels[0]!.kill('SIGKILL')
      await reach()
      const moved = connections.map(
        (redis) =>
          new Promise<void>((resolve) => {
            const look = async () => {
              const [, port] = (await redis.config('GET', 'port')) as [string, string]
              if (port === new URL(group.replica.url).port) resolve()
            }
            redis.on('ready', () => void look().catch(() => undefined))
          }),
      )
      await group.primary.kill('SIGKILL')
      await Promise.all(moved)
    },
    2 * WITHIN_MS,
  )
})
