import {
  startPrivateCluster,
  startPrivateRedis,
  type PrivateCluster,
  type PrivateRedis,
  type PrivateSentinel,
} from '@kiln/local'
import { startAclRedis } from './acl-redis.ts'

/** Faults such as kill() and freeze() befall the one server that holds the installation. */
export interface StackRedis extends PrivateRedis {
  /** That server's own URL, for the test to look inside. */
  directUrl: string
}

/** The hash tag of every installation of these tests that does not name another. */
export const PREFIX = '{kiln}'

/** What E2E_REDIS may name: where the installations of the tests live. */
const KINDS: Record<string, (kind: 'auto' | 'real') => Promise<StackRedis>> = {
  plain: async (kind) => alone(await startPrivateRedis({ kind })),
  acl: () => startAclRedis(),
  cluster: async () => inCluster(await startPrivateCluster()),
}

export async function startRedis(kind: 'auto' | 'real' | 'embedded'): Promise<StackRedis> {
  if (kind === 'embedded') return alone(await startPrivateRedis({ kind, ownProcess: true }))
  const wanted = process.env['E2E_REDIS'] || 'plain'
  const start = KINDS[wanted]
  if (start === undefined) {
    throw new Error(`E2E_REDIS must be one of ${Object.keys(KINDS).join(', ')}, got ${wanted}`)
  }
  return start(kind)
}

const alone = (redis: PrivateRedis) => reachedBy(redis, redis.url, () => redis.stop())

export async function inCluster(cluster: PrivateCluster, prefix = PREFIX): Promise<StackRedis> {
  return reachedBy(await cluster.holderOf(prefix), cluster.url, cluster.stop)
}

export function behindSentinel({ primary, url, stop }: PrivateSentinel): StackRedis {
  return reachedBy(primary, url, stop)
}

/** Built upon the server, not copied from it: its pid is a getter. */
function reachedBy(server: PrivateRedis, url: string, stop: () => Promise<void>): StackRedis {
  return Object.assign(Object.create(server) as PrivateRedis, { url, stop, directUrl: server.url })
}
