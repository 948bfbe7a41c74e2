import { expect, test } from '@jest/globals'
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
