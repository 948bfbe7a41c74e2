import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findFreePort, findRedisBinary, makeTemporaryFolder, startProcess } from '@kiln/local'
import { Redis } from 'ioredis'
import { startAclCluster, startAclRedis, urlAs, writeUsers } from './acl-redis.ts'
import { ended, imageJob, submit } from './client.ts'
import type { StackRedis } from './stack-redis.ts'
import { startStack } from './stack.ts'

const connectTo = (url: string) => {
  const redis = new Redis(url, { retryStrategy: () => null, enableReadyCheck: false, disconnectTimeout: 0 })
  redis.on('error', () => undefined)
  return redis
}

describe('the users of Redis', () => {
  let server: StackRedis
  let kiln: Redis
  let watch: Redis

  beforeAll(async () => {
    server = await startAclRedis()
    kiln = connectTo(server.url)
    watch = connectTo(urlAs('watch', server.directUrl))
  })
  afterAll(async () => {
    kiln.disconnect()
    watch.disconnect()
    await server.stop()
  })

  const ofKiln = [
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['RANDOMKEY'],
    ['SHUTDOWN'],
    ['MONITOR'],
    ['CONFIG', 'SET', 'appendfsync', 'no'],
    ['CONFIG', 'REWRITE'],
    ['ACL', 'LIST'],
    ['ACL', 'SETUSER', 'kiln', '+@all'],
    ['REPLICAOF', '127.0.0.1', '6379'],
    ['CLIENT', 'KILL', 'TYPE', 'normal'],
    ['MIGRATE', '127.0.0.1', '6379', '{kiln}:x', '0', '10'],
    ['RESTORE', '{kiln}:x', '0', 'x'],
    ['SORT', '{kiln}:x', 'BY', 'foreign*'],
    ['SUBSCRIBE', 'x'],
    ['FUNCTION', 'LIST'],
    ['GET', 'foreign'],
    ['SET', '{kilned}:x', '1'],
    ['RENAME', '{kiln}:x', 'foreign'],
  ] as const

  test.each(ofKiln)('let kiln not do %s %s', async (command, ...args) => {
    await expect(kiln.call(command, ...args)).rejects.toThrow(/^NOPERM/)
  })

  test.each(["'FLUSHALL'", "'KEYS', '*'", "'SET', 'foreign', '1'"])(
    'let kiln not do %s in a script either',
    async (call) => {
      await expect(kiln.eval(`return redis.call(${call})`, 0)).rejects.toThrow(
        /can't run this command or subcommand|can't access at least one of the keys/,
      )
    },
  )

  test.each([
    ['GET', '{kiln}:x'],
    ['SET', '{kiln}:x', '1'],
    ['CONFIG', 'GET', '*'],
    ['CLIENT', 'LIST'],
    ['EVAL', 'return 1', '0'],
    ['MONITOR'],
  ] as const)('let watch see no key and no setting: %s %s', async (command, ...args) => {
    await expect(watch.call(command, ...args)).rejects.toThrow(/^NOPERM/)
  })

  test('let watch see that Redis is alive, and its figures', async () => {
    expect(await watch.ping()).toBe('PONG')
    expect(await watch.info('memory')).toContain('used_memory:')
  })
})

describe('a Redis where nobody may log in without a name', () => {
  test('refuses who tries, and after a restart still has what was written in scripts and transactions', async () => {
    const folder = await makeTemporaryFolder('kiln-acl-')
    const aclfile = await writeUsers(folder.path, null)
    const port = String(await findFreePort())
    const directives = ['--port', port, '--bind', '127.0.0.1', '--dir', folder.path, '--aclfile', aclfile]
    const start = () =>
      startProcess({
        name: 'redis',
        command: findRedisBinary()?.path ?? 'redis-server',
        args: [...directives, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
        env: {},
        readyWhen: { line: (line) => (line.includes('Ready to accept connections') ? {} : null) },
      })
    const url = `redis://127.0.0.1:${port}`

    const before = await start()
    const nobody = connectTo(url)
    await expect(nobody.ping()).rejects.toThrow(/^NOAUTH/)
    nobody.disconnect()
    const writer = connectTo(urlAs('kiln', url))
    await writer.multi().set('{kiln}:a', '1').set('{kiln}:b', '2').exec()
    const script = "redis.call('SET', KEYS[1], '3') redis.call('SET', KEYS[2], '4')"
    await writer.eval(script, 2, '{kiln}:c', '{kiln}:d')
    writer.disconnect()
    await before.stop()

    const after = await start()
    const reader = connectTo(urlAs('kiln', url))
    expect(await reader.mget('{kiln}:a', '{kiln}:b', '{kiln}:c', '{kiln}:d')).toEqual(['1', '2', '3', '4'])
    reader.disconnect()
    await after.stop()
    await folder.remove()
  }, 30_000)
})

describe('the user kiln on a cluster with a replica', () => {
  test('finds its server and asks the replica, and nothing that it does is refused', async () => {
    const redis = await startAclCluster()
    const stack = await startStack({ redis, env: { KILN_REDIS_REPLICAS: '1' } })
    const { id } = await submit(stack, imageJob('held by a replica [sim: durationMs=1000]'))
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
    expect(await stack.db.call('ACL', 'LOG')).toEqual([])
    await stack.stop()
    await redis.stop()
  }, 90_000)
})
