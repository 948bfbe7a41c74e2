import type { PrivateCluster, PrivateRedis, PrivateSentinel } from '@kiln/local'

/** Faults such as kill() and freeze() befall the one server that holds the installation. */
export interface StackRedis extends PrivateRedis {
  /** That server's own URL, for the test to look inside. */
  directUrl: string
}

/** The hash tag of every installation of these tests that does not name another. */
export const PREFIX = '{kiln}'

export const alone = (redis: PrivateRedis) => reachedBy(redis, redis.url, () => redis.stop())

export async function inCluster(cluster: PrivateCluster, prefix = PREFIX): Promise<StackRedis> {
  return reachedBy(await cluster.holderOf(prefix), cluster.url, cluster.stop)
}

export function behindSentinel({ primary, url, stop }: PrivateSentinel): StackRedis {
  return reachedBy(primary, url, stop)
}

/** Built upon the server, not copied from it: its pid is a getter. */
export function reachedBy(server: PrivateRedis, url: string, stop: () => Promise<void>): StackRedis {
  return Object.assign(Object.create(server) as PrivateRedis, { url, stop, directUrl: server.url })
}
