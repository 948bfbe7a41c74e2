import { afterEach, describe, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, nextFreePort, probePort } from '../ports/find-free-port.ts'
import { pingRedis } from './ping-redis.ts'
import { startPrivateRedis, type PrivateRedis, type PrivateRedisOptions } from './private-redis.ts'
import { startReal } from './real-private-redis.ts'
import { findRedisBinary, type RedisBinary } from './redis-binary.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function started(options: PrivateRedisOptions): Promise<PrivateRedis> {
  const redis = await startPrivateRedis(options)
  ends.push(() => redis.stop())
  return redis
}

/** Runs `use` with a client of its own, so that no connection outlives the step. */
async function withClient<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { retryStrategy: () => null })
  try {
    return await use(client)
  } finally {
    client.disconnect()
  }
}

const KINDS: [string, PrivateRedisOptions][] = [
  ['a real one', { kind: 'real' }],
  ['the embedded one', { kind: 'embedded' }],
  ['the embedded one in a process of its own', { kind: 'embedded', ownProcess: true }],
]

describe.each(KINDS)('a private Redis, %s', (_name, options) => {
  test('answers as soon as it has started, Lua included, and is gone once stopped', async () => {
    const redis = await started(options)
    const answer = await withClient(redis.url, (client) => client.eval('return cjson.encode({7})', 0))
    expect(answer).toBe('[7]')

    await redis.stop()
    expect(await pingRedis(redis.url)).toMatchObject({ ok: false })
    await redis.stop()
  })

  test('listens on the loopback only, for it has no password', async () => {
    const redis = await started(options)
    const port = Number(new URL(redis.url).port)
    for (const host of ownAddresses()) expect(await probePort(port, host)).toBe(port)
    expect(await probePort(port, '127.0.0.1')).toBeNull()
  })

  test('comes back on its own port after a kill', async () => {
    const redis = await started(options)
    await redis.kill('SIGKILL')
    expect(await pingRedis(redis.url)).toMatchObject({ ok: false })
    expect(redis.pid).toBeNull()

    await redis.restart()
    expect(await pingRedis(redis.url)).toMatchObject({ ok: true })
  })
})

/** This machine's addresses other than the loopback; some machines have none. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal && address.family === 'IPv4')
    .map((address) => address.address)
}

test('a real one keeps every acknowledged write through kill -9', async () => {
  const redis = await started({ kind: 'real' })
  await withClient(redis.url, (client) => client.set('paid', 'once'))
  const before = redis.pid

  await redis.kill('SIGKILL')
  await redis.restart()

  expect(await withClient(redis.url, (client) => client.get('paid'))).toBe('once')
  expect(redis.pid).not.toBe(before)
})

test('a real one is set up the way the contract with Redis wants, unless told otherwise', async () => {
  const redis = await started({ kind: 'real', directives: { 'maxmemory-policy': 'allkeys-lru' } })
  const settingOf = async (name: string) => {
    const reply = await withClient(redis.url, (client) => client.config('GET', name))
    return reply[1]
  }
  expect(await settingOf('appendonly')).toBe('yes')
  expect(await settingOf('appendfsync')).toBe('always')
  expect(await settingOf('save')).toBe('')
  expect(await settingOf('dir')).toBe(redis.dir)
  expect(await settingOf('maxmemory-policy')).toBe('allkeys-lru')
})

test('a real one removes its own folder and leaves a given one alone', async () => {
  const own = await started({ kind: 'real' })
  await own.stop()
  expect(existsSync(String(own.dir))).toBe(false)

  const dir = await mkdtemp(join(tmpdir(), 'kiln-given-'))
  ends.push(() => rm(dir, { recursive: true }))
  const first = await started({ kind: 'real', dir })
  await withClient(first.url, (client) => client.set('kept', 'yes'))
  await first.stop()
  const second = await started({ kind: 'real', dir })
  expect(await withClient(second.url, (client) => client.get('kept'))).toBe('yes')
})

test('a real one that cannot start says why, in its own words', async () => {
  const failing = startPrivateRedis({ kind: 'real', directives: { 'no-such-directive': '1' } })
  await expect(failing).rejects.toThrow(/no-such-directive/)
})

test('the embedded one comes back empty', async () => {
  const redis = await started({ kind: 'embedded' })
  await withClient(redis.url, (client) => client.set('paid', 'once'))
  await redis.restart()
  expect(await withClient(redis.url, (client) => client.get('paid'))).toBeNull()
})

test('a real one takes another port when somebody was faster on the first', async () => {
  const first = await started({ kind: 'real' })
  const taken = Number(new URL(first.url).port)
  const offers = [taken, await findFreePort()]
  const second = await startReal(realBinary(), {}, async () => offers.shift() ?? 0)
  ends.push(() => second.stop())
  expect(second.url).not.toBe(first.url)
  expect(await pingRedis(second.url)).toMatchObject({ ok: true })
})

function realBinary(): RedisBinary {
  const binary = findRedisBinary()
  if (binary === null) throw new Error('This test needs redis-server or valkey-server on PATH.')
  return binary
}

test('a port that somebody holds is not free, and the next one is taken', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => void holder.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => void holder.close(resolve)))
  const held = (holder.address() as AddressInfo).port
  expect(await nextFreePort(held, '127.0.0.1')).toBeGreaterThan(held)
})
