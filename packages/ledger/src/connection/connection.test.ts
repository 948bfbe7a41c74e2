import { describe, expect, test } from '@jest/globals'
import { startPrivateRedis } from '@kiln/local'
import { connect, createServer, type AddressInfo } from 'node:net'
import { ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { connectForRequests, connectForWork, isRedisAway } from './connect.ts'
import { checkContract } from './contract.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis('real')

describe('the Redis contract', () => {
  test('is met by a Redis that evicts nothing and fsyncs every write', async () => {
    expect(await checkContract(own.redis, 'checked')).toMatchObject({ ok: true })
  })

  test.each([
    ['maxmemory-policy', 'allkeys-lru', 'noeviction'],
    ['appendfsync', 'everysec', 'always'],
    ['appendonly', 'no', 'yes'],
  ])('is broken by %s %s: the refusal says what to set and why', async (setting, bad, good) => {
    await own.redis.config('SET', setting, bad)
    const check = await checkContract(own.redis, 'checked')
    await own.redis.config('SET', setting, good)
    expect(check).toMatchObject({ ok: false })
    if (!check.ok)
      expect(check.faults.join()).toMatch(new RegExp(`${setting} must be ${good}, got ${bad}: .+`))
  })

  test('is vouched for by the operator where CONFIG is forbidden', async () => {
    await own.redis.acl('SETUSER', 'limited', 'on', '>secret', '~*', '+@all', '-config')
    const limited = connectForWork(own.url.replace('redis://', 'redis://limited:secret@'))
    const check = await checkContract(limited, 'checked')
    const declared = await checkContract(limited, 'declared')
    limited.disconnect()
    expect(check.ok ? '' : check.faults.join()).toContain('KILN_REDIS_CONTRACT=declared')
    expect(declared).toMatchObject({ ok: true })
  })
})

describe('a connection whose peer vanished without a word', () => {
  test('is given up, and its commands are sent again on a new one', async () => {
    let opened = 0
    const proxy = createServer((client) => {
      opened++
      const upstream = connect(Number(new URL(own.url).port), '127.0.0.1')
      client.on('error', () => upstream.destroy())
      upstream.on('error', () => client.destroy())
      client.on('close', () => upstream.destroy())
      upstream.pipe(client)
      // The first connection's bytes go nowhere from the moment it is in use.
      if (opened > 1) client.pipe(upstream)
      else client.on('data', (bytes) => (/ping/i.test(bytes.toString()) ? undefined : upstream.write(bytes)))
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    const work = connectForWork(`redis://127.0.0.1:${port}`)
    work.on('error', () => undefined)
    expect(await work.ping()).toBe('PONG')
    expect(opened).toBe(2)
    work.disconnect()
    await new Promise((resolve) => proxy.close(resolve))
  }, 20_000)
})

describe('a request while Redis is away', () => {
  test('fails within a second and is told apart from a bug, and the next one after its return works', async () => {
    const server = await startPrivateRedis({ kind: 'real' })
    const requests = connectForRequests(server.url)
    requests.on('error', () => undefined)
    const { ledger } = ledgerUnderTest(requests)
    await new Promise((resolve) => requests.once('ready', resolve))
    await ledger.accept(newJob(), null)

    // Frozen, not dead: the connection stays open and no answer comes.
    server.freeze()
    const startedAt = performance.now()
    const error: unknown = await ledger.accept(newJob(), null).catch((reason: unknown) => reason)
    expect(isRedisAway(error)).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    server.thaw()
    await expect(ledger.accept(newJob(), null)).resolves.toMatchObject({ kind: 'accepted' })

    const closed = new Promise((resolve) => requests.once('close', resolve))
    await server.kill()
    await closed
    expect(isRedisAway(await ledger.accept(newJob(), null).catch((reason: unknown) => reason))).toBe(true)

    const isBack = new Promise((resolve) => requests.once('ready', resolve))
    await server.restart()
    await isBack
    await expect(ledger.accept(newJob(), null)).resolves.toMatchObject({ kind: 'accepted' })
    // Before its server: the end of a connection that is gone already would hold up jest's for two seconds.
    requests.disconnect()
    await server.stop()
  })

  test('is not confused with an error of our own making', async () => {
    const error: unknown = await own.redis
      .eval('return redis.call("NOSUCH")', 0)
      .catch((reason: unknown) => reason)
    expect(isRedisAway(error)).toBe(false)
    expect(isRedisAway(new TypeError('x is not a function'))).toBe(false)
    expect(isRedisAway(null)).toBe(false)
  })
})
