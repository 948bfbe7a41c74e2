import { afterEach, describe, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPrivateRedis, type PrivateRedis, type PrivateRedisOptions } from '../private-redis.ts'
import { compileShim } from '../../shims/compile-shim.ts'
import { SYNC_JOURNAL } from './power-cuts.ts'
import { startWriters } from './testing/acknowledged-writes.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function started(options: PrivateRedisOptions): Promise<PrivateRedis> {
  const redis = await startPrivateRedis({ kind: 'real', ...options })
  ends.push(() => redis.stop())
  return redis
}

/**
 * Holds the server still between a write and its sync. Without it a busy machine cuts right after
 * the answers that woke this test, when nothing is outstanding.
 */
async function freezeBeforeSync(redis: PrivateRedis): Promise<void> {
  for (;;) {
    while ((await redis.unsyncedBytes()) === 0);
    redis.freeze()
    if ((await redis.unsyncedBytes()) > 0) return
    redis.thaw()
  }
}

/** Cuts the power after `writes` acknowledged ones, in the midst of more; says what was lost. */
async function cutUnderLoad(redis: PrivateRedis, writes: number) {
  const writers = startWriters(redis.url)
  await writers.acknowledged(writes)
  await freezeBeforeSync(redis)
  const { lostBytes } = await redis.cutPower()
  const acknowledged = await writers.stopped()
  await redis.restart()
  return { lostBytes, missing: await acknowledged.missingAt(redis.url) }
}

describe('a power cut under load', () => {
  test('with appendfsync always takes bytes, and never an acknowledged write', async () => {
    const redis = await started({ powerCuts: { syncDelayMs: 5 } })
    for (let cut = 1; cut <= 5; cut++) {
      const lost = await cutUnderLoad(redis, 200)
      // Else the instrument cuts nothing and the zero below proves nothing.
      expect(lost.lostBytes).toBeGreaterThan(0)
      expect(lost.missing).toBe(0)
    }
  })

  test('with appendfsync everysec takes acknowledged writes', async () => {
    const redis = await started({ appendFsync: 'everysec', powerCuts: {} })
    const lost = await cutUnderLoad(redis, 2_000)
    expect(lost.missing).toBeGreaterThan(0)
    expect(lost.lostBytes).toBeGreaterThan(0)
  })

  test('without any fsync takes every write, and kill -9 takes none', async () => {
    const redis = await started({ appendFsync: 'no', powerCuts: {} })
    const writers = startWriters(redis.url)
    await writers.acknowledged(200)
    await redis.kill('SIGKILL')
    const acknowledged = await writers.stopped()
    await redis.restart()
    expect(await acknowledged.missingAt(redis.url)).toBe(0)

    await redis.cutPower()
    await redis.restart()
    expect(await acknowledged.missingAt(redis.url)).toBe(acknowledged.total)
  })

  test('in the midst of a rewrite of the log takes no acknowledged write either', async () => {
    const redis = await started({ powerCuts: { syncDelayMs: 5 } })
    for (let cut = 1; cut <= 3; cut++) {
      const writers = startWriters(redis.url)
      await writers.acknowledged(50)
      const client = new Redis(redis.url, { retryStrategy: () => null })
      await client.bgrewriteaof()
      client.disconnect()
      await writers.acknowledged(50 + 20 * cut)
      await redis.cutPower()
      const acknowledged = await writers.stopped()
      await redis.restart()
      expect(await acknowledged.missingAt(redis.url)).toBe(0)
    }
  })
})

test('a power cut leaves alone what was on disk before the server came', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'kiln-given-'))
  ends.push(() => rm(dir, { recursive: true }))
  const first = await started({ dir })
  const client = new Redis(first.url)
  await client.set('paid', 'once')
  client.disconnect()
  await first.stop()

  const second = await started({ dir, powerCuts: {} })
  expect(await second.cutPower()).toEqual({ lostBytes: 0 })
  await second.restart()
  const again = new Redis(second.url)
  expect(await again.get('paid')).toBe('once')
  again.disconnect()
})

test('a power cut of a Redis whose syncs were not noted is refused', async () => {
  const redis = await started({})
  await expect(redis.cutPower()).rejects.toThrow(/started with powerCuts/)
})

test('without a compiler a power cut says what to install', async () => {
  await expect(compileShim(SYNC_JOURNAL, '/nonexistent')).rejects.toThrow(
    'Power cuts need a C compiler, and there is no cc on PATH. Install one that works, e.g. apt-get install gcc libc6-dev.',
  )
})
