import { startPrivateCluster, startPrivateRedis } from '@kiln/local'
import { startAclRedis } from './acl-redis.ts'
import { alone, inCluster, type StackRedis } from './stack-redis.ts'

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
