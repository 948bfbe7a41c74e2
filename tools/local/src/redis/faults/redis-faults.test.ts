import { afterEach, describe, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { existsSync } from 'node:fs'
import { pingRedis } from '../ping-redis.ts'
import { startPrivateRedis, type PrivateRedis, type PrivateRedisOptions } from '../private-redis.ts'
import { startWriters } from './testing/acknowledged-writes.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function started(options: PrivateRedisOptions = {}): Promise<PrivateRedis> {
  const redis = await startPrivateRedis({ kind: 'real', ...options })
  ends.push(() => redis.stop())
  return redis
}

function connected(redis: PrivateRedis): Redis {
  const client = new Redis(redis.url)
  client.on('error', () => undefined)
  ends.push(() => client.disconnect())
  return client
}

describe('a snapshot', () => {
  test('put back is the data as it was, whatever came after', async () => {
    const redis = await started()
    const client = connected(redis)
    await client.set('paid', 'once')
    const snapshot = await redis.snapshot()
    await client.set('paid', 'twice')
    await client.set('new', 'since')

    await redis.restoreFrom(snapshot)
    expect(await client.mget('paid', 'new')).toEqual(['once', null])
    await client.set('paid', 'again')
    await redis.restoreFrom(snapshot)
    expect(await client.get('paid')).toBe('once')
  })

  test('taken under load, and while the log is rewritten, holds all that was acknowledged before', async () => {
    const redis = await started()
    const client = connected(redis)
    const writers = startWriters(redis.url)
    await writers.acknowledged(100)
    await client.set('before', 'the copy')
    await client.bgrewriteaof()
    const snapshot = await redis.snapshot()
    await redis.restoreFrom(snapshot)
    await writers.stopped()
    expect(await client.get('before')).toBe('the copy')
  })

  test('put back survives a power cut', async () => {
    const redis = await started({ powerCuts: {} })
    const client = connected(redis)
    await client.set('paid', 'once')
    await redis.restoreFrom(await redis.snapshot())
    await redis.cutPower()
    await redis.restart()
    expect(await client.get('paid')).toBe('once')
  })

  test('is removed with its Redis', async () => {
    const redis = await started()
    const { dir } = await redis.snapshot()
    expect(existsSync(dir)).toBe(true)
    await redis.stop()
    expect(existsSync(dir)).toBe(false)
  })

  test('of a Redis that keeps no log is refused', async () => {
    const redis = await started({ directives: { appendonly: 'no' } })
    await expect(redis.snapshot()).rejects.toThrow(/appendonly yes/)
  })
})

describe('a frozen Redis', () => {
  test('answers nothing until it is thawed, and then everything', async () => {
    const redis = await started()
    redis.freeze()
    expect(await pingRedis(redis.url, 200)).toMatchObject({ ok: false })
    const waiting = connected(redis).ping()
    redis.thaw()
    expect(await waiting).toBe('PONG')
  })

  test('can be ended politely, and restarted', async () => {
    const redis = await started()
    await connected(redis).set('paid', 'once')
    redis.freeze()
    await redis.kill('SIGTERM')
    await redis.restart()
    expect(await connected(redis).get('paid')).toBe('once')
  })

  test('that does not run cannot be frozen', async () => {
    const redis = await started()
    await redis.kill()
    expect(() => redis.freeze()).toThrow(/does not run/)
  })
})

test('a Redis without memory refuses writes, serves reads, and recovers', async () => {
  const redis = await started({ directives: { maxmemory: '1gb' } })
  const client = connected(redis)
  await client.set('paid', 'once')
  const giveBack = await redis.fillMemory()
  await expect(client.set('paid', 'twice')).rejects.toThrow(/^OOM/)
  await expect(client.eval("return redis.call('INCR', 'n')", 0)).rejects.toThrow(/OOM/)
  expect(await client.get('paid')).toBe('once')
  await giveBack()
  expect(await client.set('paid', 'twice')).toBe('OK')
  expect(await client.config('GET', 'maxmemory')).toEqual(['maxmemory', String(2 ** 30)])
})

test('the embedded Redis refuses every fault and says which one to start', async () => {
  for (const ownProcess of [false, true]) {
    const redis = await started({ kind: 'embedded', ownProcess })
    const words = /start a private one of kind 'real'/
    await expect(redis.cutPower()).rejects.toThrow(words)
    await expect(redis.snapshot()).rejects.toThrow(words)
    await expect(redis.restoreFrom({ dir: '/nonexistent' })).rejects.toThrow(words)
    await expect(redis.fillMemory()).rejects.toThrow(words)
    expect(() => redis.freeze()).toThrow(words)
    expect(() => redis.thaw()).toThrow(words)
    await expect(started({ kind: 'embedded', powerCuts: {} })).rejects.toThrow(words)
  }
})

test('a moved clock lets two weeks go by at once, and keeps what was written before', async () => {
  const redis = await started()
  const client = connected(redis)
  await client.set('paid', 'once')
  const before = Number((await client.time())[0])
  await redis.moveClock(14 * 86_400)
  const after = Number(await client.eval("return redis.call('TIME')[1]", 0))
  expect(Math.abs(after - before - 14 * 86_400)).toBeLessThan(30)
  expect(await client.get('paid')).toBe('once')
})
