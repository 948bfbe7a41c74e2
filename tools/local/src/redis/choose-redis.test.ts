import { afterEach, expect, test } from '@jest/globals'
import { chooseRedis } from './choose-redis.ts'
import { pingRedis } from './ping-redis.ts'
import { startPrivateRedis } from './private-redis.ts'
import { findRedisBinary } from './redis-binary.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

test('REDIS_URL wins, is left running, and its password is never shown', async () => {
  const theirs = await startPrivateRedis({ kind: 'embedded' })
  ends.push(() => theirs.stop())
  const given = theirs.url.replace('//', '//:s3cret@')

  const chosen = await chooseRedis({ REDIS_URL: theirs.url })
  expect(chosen).toMatchObject({ url: theirs.url, kind: 'given' })
  await chosen.stop()
  expect(await pingRedis(theirs.url)).toMatchObject({ ok: true })

  await theirs.stop()
  const refused = chooseRedis({ REDIS_URL: given })
  await expect(refused).rejects.toThrow(
    /REDIS_URL is redis:\/\/127\.0\.0\.1:\d+, and it does not answer \(.*REFUSED/,
  )
})

test('several servers in REDIS_URL are left to the processes, and shown without a password', async () => {
  const url = 'redis+sentinel://kiln:s3cret@127.0.0.1:1/main?sentinelPassword=s3cret'
  const chosen = await chooseRedis({ REDIS_URL: url })
  expect(chosen).toMatchObject({ url, kind: 'given' })
  expect(chosen.describe).toContain('redis+sentinel://127.0.0.1:1/main')
  expect(chosen.describe).not.toContain('s3cret')
})

test('an empty REDIS_URL counts as unset: a private one is started', async () => {
  const chosen = await chooseRedis({ REDIS_URL: '' })
  ends.push(() => chosen.stop())
  expect(chosen.kind).toBe(findRedisBinary()?.kind ?? 'embedded')
})

test('no binary is found where there is none, and redis-server comes before valkey-server', () => {
  expect(findRedisBinary('/nonexistent:')).toBeNull()
})
