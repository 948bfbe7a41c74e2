import { startPrivateRedis, type PrivateRedis } from '@kiln/local'
import { startAclRedis } from './acl-redis.ts'

export interface StackRedis extends PrivateRedis {
  /** The URL with which the test itself looks inside, whatever kiln may do. */
  directUrl: string
}

/** What E2E_REDIS may name: where the installations of the tests live. */
const KINDS: Record<string, (kind: 'auto' | 'real') => Promise<StackRedis>> = {
  plain: async (kind) => alone(await startPrivateRedis({ kind })),
  acl: () => startAclRedis(),
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

const alone = (redis: PrivateRedis): StackRedis => Object.assign(redis, { directUrl: redis.url })
