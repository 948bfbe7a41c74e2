import { connect as connectPlain, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AbstractConnector, Redis } from 'ioredis'
import type { ClusterServers, ServerAddress } from './redis-servers.ts'

/** How long one that may know where Redis is has for its answer, before the next is asked. */
export const ASK_WITHIN_MS = 1_000
/** What ioredis gives a socket to end by itself. */
const DISCONNECT_TIMEOUT_MS = 2_000

/**
 * All keys of an installation stand in one slot, so one server of the cluster is its Redis. This
 * finds it anew for every connection; after a failover that is another server.
 */
class SlotConnector extends AbstractConnector {
  private readonly servers: ClusterServers
  private known: readonly ServerAddress[]

  constructor(servers: ClusterServers) {
    super(DISCONNECT_TIMEOUT_MS)
    this.servers = servers
    this.known = servers.nodes
  }

  /** The owner may have become a replica between the question and the connection. */
  override check({ role }: { role?: string }): boolean {
    return role === 'master'
  }

  override async connect(): Promise<Socket> {
    this.connecting = true
    const owner = await this.findOwner()
    if (!this.connecting) throw new Error('Connection is closed.')
    // ioredis gives up for good when connect() fails; a socket that is gone it tries again.
    const stream = owner === null ? new Socket().destroy() : openSocket(owner, this.servers.tls)
    stream.once('error', (error) => (this.firstError = error))
    this.stream = stream
    return stream
  }

  /** One node after the other, because any may be away; one that was believed is not asked first again. */
  private async findOwner(): Promise<ServerAddress | null> {
    const asked = this.known
    for (const [at, node] of asked.entries()) {
      const found = await askForOwner(node, this.servers).catch((error: Error) => {
        this.firstError = error
        return null
      })
      if (found === null) continue
      const next = [...asked.slice(at + 1), ...asked.slice(0, at + 1), ...found.others]
      this.known = [...new Map(next.map((one) => [`${one.host}:${one.port}`, one])).values()]
      return found.owner
    }
    this.known = this.servers.nodes
    return null
  }
}

/** As ioredis wants it: a class that it makes one of for each connection, and for each copy. */
export function connectorTo(servers: ClusterServers): new () => AbstractConnector {
  return class extends SlotConnector {
    constructor() {
      super(servers)
    }
  }
}

async function askForOwner(
  node: ServerAddress,
  { key, username, password, tls }: ClusterServers,
): Promise<{ owner: ServerAddress; others: ServerAddress[] }> {
  const redis = new Redis({
    ...node,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: ASK_WITHIN_MS,
    commandTimeout: ASK_WITHIN_MS,
    enableReadyCheck: false,
    disableClientInfo: true,
    disconnectTimeout: 0,
  })
  let cause: Error | undefined
  redis.on('error', (error: Error) => (cause = error))
  try {
    await redis.connect()
    const questions = [redis.cluster('INFO'), redis.cluster('KEYSLOT', key), redis.cluster('SLOTS')] as const
    const [info, slot, ranges] = await Promise.all(questions)
    // One that was cut off from most others knows of no successor.
    if (!info.includes('cluster_state:ok')) throw new Error('CLUSTERDOWN as this node sees it')
    return ownerOf(slot, ranges, node)
  } catch (error) {
    throw cause ?? error
  } finally {
    if (redis.status !== 'end') redis.disconnect()
  }
}

/** First slot, last slot, then the primary and its replicas, each with what it is called. */
type SlotRange = [number, number, ...[string | null, number, ...unknown[]][]]

function ownerOf(slot: number, ranges: SlotRange[], asked: ServerAddress) {
  const range = ranges.find(([first, last]) => first <= slot && slot <= last)
  // A node that does not know its own name is called as it was reached.
  const addresses = ranges.flatMap(([, , ...nodes]) =>
    nodes.map(([host, port]) => ({ host: host || asked.host, port })),
  )
  const primary = range?.[2]
  if (primary === undefined) throw new Error('no node of the cluster holds the slot of this installation')
  return { owner: { host: primary[0] || asked.host, port: primary[1] }, others: addresses }
}

function openSocket({ host, port }: ServerAddress, tls: boolean): Socket {
  return tls ? connectTls({ host, port }) : connectPlain({ host, port })
}
