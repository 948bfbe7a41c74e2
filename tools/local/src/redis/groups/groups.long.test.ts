import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { makeTemporaryFolder } from '../../processes/guardian.ts'
import { makeTlsFiles } from '../../tls/tls-files.ts'
import { pingRedis } from '../ping-redis.ts'
import { ask } from './ask-servers.ts'
import { startPrivateCluster } from './private-cluster.ts'
import { startPrivateSentinel } from './private-sentinel.ts'

test('a private cluster serves every slot as soon as it has started, and is gone once stopped', async () => {
  const cluster = await startPrivateCluster({ replicaFor: '{kiln}' })
  const holder = await cluster.holderOf('{kiln}')
  for (const server of cluster.servers) {
    const info = await ask(server, (redis) => redis.cluster('INFO'))
    expect(info).toMatch(/cluster_state:ok\s+cluster_slots_assigned:16384/)
  }
  expect(await ask(holder, (redis) => redis.set('{kiln}:paid', 'once'))).toBe('OK')
  expect(await ask(holder, (redis) => redis.wait(1, 5_000))).toBe(1)
  expect(cluster.servers.indexOf(holder)).toBeLessThan(cluster.servers.indexOf(cluster.replica!))

  await cluster.stop()
  for (const { url } of cluster.servers) expect(await pingRedis(url)).toMatchObject({ ok: false })
}, 30_000)

test('a private sentinel knows its primary and the replica, and all are gone once stopped', async () => {
  const group = await startPrivateSentinel()
  const url = `redis://127.0.0.1:${group.sentinel.port}`
  const primary = await ask({ url }, (redis) => redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', group.name))
  expect(primary).toEqual(['127.0.0.1', new URL(group.primary.url).port])
  await group.stop()
  for (const each of [url, group.primary.url, group.replica.url]) {
    expect(await pingRedis(each)).toMatchObject({ ok: false })
  }
}, 30_000)

test('three private sentinels know each other, and reach everything by TLS', async () => {
  const folder = await makeTemporaryFolder('kiln-tls-')
  const tls = await makeTlsFiles(folder.path)
  const group = await startPrivateSentinel({ sentinels: 3, tls })
  const ca = await readFile(tls.authority)
  const told = await Promise.all(
    group.sentinels.map(async ({ host, port }) => {
      const sentinel = new Redis({ host, port, tls: { ca }, disconnectTimeout: 0 })
      const quorum = await sentinel.call('SENTINEL', 'CKQUORUM', group.name)
      const primary = await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', group.name)
      sentinel.disconnect()
      return { quorum, primary }
    }),
  )
  const tlsPort = await ask(group.primary, (redis) => redis.config('GET', 'tls-port'))
  const primary = ['127.0.0.1', tlsPort[1]]
  expect(told).toEqual(told.map(() => ({ quorum: expect.stringMatching(/^OK 3 /), primary })))
  await group.stop()
  await folder.remove()
}, 60_000)
