import type { Redis } from 'ioredis'
import { findFreePort } from '../../ports/find-free-port.ts'
import type { RedisSnapshot } from '../faults/snapshots.ts'
import { startPrivateRedis, type PrivateRedis } from '../private-redis.ts'
import { ask, awaitTrue, hasReplicaInStep, REPLICATES_AT_ONCE } from './ask-servers.ts'

export interface PrivateClusterOptions {
  /** The server that holds this key's slot gets a replica. */
  replicaFor?: string
  /** Further directives of each server, asked for once for each. */
  directives?: () => Promise<Record<string, string>>
}

export interface PrivateCluster {
  addresses: { host: string; port: number }[]
  /** As REDIS_URL has it. */
  url: string
  /** The server that held this key's slot at the start. */
  holderOf(key: string): Promise<PrivateRedis>
  /** The one replica; there is none unless it was asked for. */
  replica: PrivateRedis | null
  servers: PrivateRedis[]
  stop: () => Promise<void>
}

const SLOTS = 16_384
const PRIMARIES = 3
/** Long enough for a busy machine, short enough for a test of a failover. */
const NODE_TIMEOUT_MS = 2_000

/** A Redis or Valkey Cluster of three primaries on free ports of 127.0.0.1, ready when this resolves. */
export async function startPrivateCluster(options: PrivateClusterOptions = {}): Promise<PrivateCluster> {
  const count = PRIMARIES + (options.replicaFor === undefined ? 0 : 1)
  const nodes = await Promise.all(Array.from({ length: count }, () => startNode(options.directives)))
  const servers = nodes.map(({ server }) => rejoining(server))
  const stop = async () => void (await Promise.all(servers.map((server) => server.stop())))
  try {
    const addresses = servers.map(({ url }) => ({ host: '127.0.0.1', port: Number(new URL(url).port) }))
    await introduce(nodes)
    const primaries = servers.slice(0, PRIMARIES)
    const holderOf = async (key: string) => primaries[primaryOf(await slotOf(primaries[0]!, key))]!
    const replica = servers[PRIMARIES] ?? null
    if (replica !== null) await follow(replica, await holderOf(options.replicaFor!))
    const list = addresses.map(({ host, port }) => `${host}:${port}`).join(',')
    return { addresses, url: `redis+cluster://${list}`, holderOf, replica, servers, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Node {
  server: PrivateRedis
  busPort: number
}

async function startNode(further?: PrivateClusterOptions['directives']): Promise<Node> {
  const busPort = await findFreePort()
  const directives = {
    'cluster-enabled': 'yes',
    'cluster-port': String(busPort),
    'cluster-node-timeout': String(NODE_TIMEOUT_MS),
    'cluster-replica-validity-factor': '0',
    // Else the fall of one server stops the installations of the others too.
    'cluster-require-full-coverage': 'no',
    ...REPLICATES_AT_ONCE,
    ...(await further?.()),
  }
  return { server: await startPrivateRedis({ kind: 'real', directives }), busPort }
}

/** A primary that comes back refuses everything for two seconds more. */
function rejoining(server: PrivateRedis): PrivateRedis {
  const own = { ...server }
  const joined = () =>
    awaitTrue(server, async (redis) => (await redis.cluster('INFO')).includes('cluster_state:ok'))
  return Object.assign(server, {
    restart: () => own.restart().then(joined),
    moveClock: (seconds: number) => own.moveClock(seconds).then(joined),
    restoreFrom: (snapshot: RedisSnapshot) => own.restoreFrom(snapshot).then(joined),
  })
}

const firstSlotOf = (primary: number) => Math.ceil((primary * SLOTS) / PRIMARIES)
const primaryOf = (slot: number) => Math.floor((slot * PRIMARIES) / SLOTS)
const slotOf = (server: PrivateRedis, key: string) => ask(server, (redis) => redis.cluster('KEYSLOT', key))

async function introduce(nodes: readonly Node[]): Promise<void> {
  const first = nodes[0]!
  await Promise.all(
    nodes.map(({ server }, at) =>
      ask(server, async (redis) => {
        await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', at + 1)
        if (at >= PRIMARIES) return
        await redis.call('CLUSTER', 'ADDSLOTSRANGE', firstSlotOf(at), firstSlotOf(at + 1) - 1)
      }),
    ),
  )
  const port = new URL(first.server.url).port
  for (const { server } of nodes.slice(1)) {
    await ask(server, (redis) => redis.call('CLUSTER', 'MEET', '127.0.0.1', port, first.busPort))
  }
  await Promise.all(nodes.map(({ server }) => awaitTrue(server, (redis) => knowsAll(redis, nodes.length))))
}

async function knowsAll(redis: Redis, count: number): Promise<boolean> {
  const [info, list] = [await redis.cluster('INFO'), String(await redis.cluster('NODES'))]
  const known = list.split('\n').filter((line) => line !== '' && !/handshake|fail|noaddr/.test(line))
  return info.includes('cluster_state:ok') && known.length === count
}

async function follow(replica: PrivateRedis, primary: PrivateRedis): Promise<void> {
  const id = await ask(primary, (redis) => redis.cluster('MYID'))
  await ask(replica, (redis) => redis.call('CLUSTER', 'REPLICATE', id))
  await awaitTrue(primary, hasReplicaInStep)
}
