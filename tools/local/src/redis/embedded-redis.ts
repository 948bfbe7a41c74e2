import type { AddressInfo, Socket } from 'node:net'
// The only file that knows js-redis-server: it is tooling, never part of an app.
import {
  createRedisCommandExecutor,
  RedisServerState,
  resolveCompatibilityProfile,
  Resp2Server,
} from 'js-redis-server/core'

export interface EmbeddedRedis {
  port: number
  /** Ends it at once, with every connection; what it held is gone. */
  close(): Promise<void>
}

/**
 * A Redis in this very process, for machines without one. Built from the library's parts
 * because its own listen() opens the port on every interface, and this one has no password.
 */
export async function listenEmbedded(port: number): Promise<EmbeddedRedis> {
  // What Debian's redis-server is, so that both kinds answer alike.
  const compatibility = resolveCompatibilityProfile('redis-7.0')
  const redis = new Resp2Server({
    server: new RedisServerState({ databaseCount: 16, compatibility }),
    executor: createRedisCommandExecutor({ compatibility }),
  })
  const sockets = new Set<Socket>()
  redis.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    redis.server.once('error', reject)
    redis.server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (redis.server.address() as AddressInfo).port,
    close: () => {
      const closed = redis.close()
      for (const socket of sockets) socket.destroy()
      return closed
    },
  }
}
