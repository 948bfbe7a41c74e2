import { once } from 'node:events'
import {
  checkContract,
  isRedisAway,
  newerLedgerWords,
  readNewerSchema,
  type RedisContract,
} from '@kiln/ledger'
import type { Redis } from 'ioredis'
import { readMemory, type RedisMemory } from './redis-memory.ts'

export type RedisState =
  | { kind: 'usable'; note: string }
  | { kind: 'away' }
  /** It answers, but would lose what it is given, or a newer release writes its ledger. */
  | { kind: 'unsafe'; code: 'redisUnsafe' | 'ledgerNewer'; faults: string[] }

export interface RedisGuard {
  /** What the last check said; costs nothing. */
  state(): RedisState
  /** Asks Redis now. */
  check(): Promise<RedisState>
  /** For the start: gives a first connection the time to come about. */
  checkOnceConnected(): Promise<RedisState>
  /** null where Redis does not tell. */
  memory(): Promise<RedisMemory | null>
}

const FIRST_CONNECTION_MS = 2_000
/** Settings can change under a standing connection, for the worse and for the better. */
const CHECK_EVERY_MS = 5_000

/**
 * Watches whether Redis keeps the promises that kiln's own hang on. Checked again with every new
 * connection, because another server may stand behind it after a failover.
 */
export function guardRedis(
  redis: Redis,
  { prefix, contract }: { prefix: string; contract: RedisContract },
  onChange: (state: RedisState) => void,
): RedisGuard {
  let state: RedisState | null = null

  function become(next: RedisState): RedisState {
    const changed = next.kind !== state?.kind
    state = next
    if (changed) onChange(next)
    return next
  }

  async function check(): Promise<RedisState> {
    try {
      // Not a PING: a server of a cluster answers that while it refuses every key.
      await redis.exists(prefix)
      const checked = await checkContract(redis, contract)
      if (!checked.ok) return become({ kind: 'unsafe', code: 'redisUnsafe', faults: checked.faults })
      const newer = await readNewerSchema(redis, prefix)
      if (newer !== null)
        return become({ kind: 'unsafe', code: 'ledgerNewer', faults: [newerLedgerWords(newer)] })
      return become({ kind: 'usable', note: checked.note })
    } catch (error) {
      if (!isRedisAway(error)) throw error
      return become({ kind: 'away' })
    }
  }

  const again = () => void check().catch(() => become({ kind: 'away' }))
  redis.on('ready', again)
  redis.on('close', () => become({ kind: 'away' }))
  setInterval(again, CHECK_EVERY_MS).unref()
  return {
    state: () => state ?? { kind: 'away' },
    check,
    memory: () => readMemory(redis),
    async checkOnceConnected() {
      const signal = AbortSignal.timeout(FIRST_CONNECTION_MS)
      if (redis.status !== 'ready') await once(redis, 'ready', { signal }).catch(() => undefined)
      return check()
    },
  }
}
