import type { Redis } from 'ioredis'

/** What Redis went through between two looks. */
export interface RedisLoad {
  /** Times that it read something from a caller. */
  trips: number
  bytesIn: number
  cpuMs: number
  /** For so long nobody else was served. */
  slowestScriptMs: number
  scriptsAbove5ms: number
  /** The longest wait for the disk; nobody else is served meanwhile. */
  longestSyncMs: number
}

const SLOW_US = 500
const SLOW_KEPT = 100_000

/** Begins to watch; answers what there was to see since then. */
export async function watchRedis(redis: Redis): Promise<() => Promise<RedisLoad>> {
  await redis.config('SET', 'slowlog-log-slower-than', String(SLOW_US), 'slowlog-max-len', String(SLOW_KEPT))
  await redis.config('SET', 'latency-monitor-threshold', '1')
  await redis.slowlog('RESET')
  await redis.latency('RESET')
  const before = await counters(redis)
  return async () => {
    const after = await counters(redis)
    const scripts = ((await redis.slowlog('GET', SLOW_KEPT)) as SlowEntry[])
      .filter(([, , , [command = '']]) => command.toLowerCase().startsWith('eval'))
      .map(([, , micros]) => micros / 1_000)
    const syncs = ((await redis.latency('LATEST')) as [string, number, number, number][])
      .filter(([event]) => event.startsWith('aof-fsync') || event.startsWith('aof-write'))
      .map(([, , , most]) => most)
    return {
      trips: after.trips - before.trips,
      bytesIn: after.bytesIn - before.bytesIn,
      cpuMs: after.cpuMs - before.cpuMs,
      slowestScriptMs: Math.max(0, ...scripts),
      scriptsAbove5ms: scripts.filter((ms) => ms > 5).length,
      longestSyncMs: Math.max(0, ...syncs),
    }
  }
}

type SlowEntry = [id: number, at: number, micros: number, args: string[]]

async function counters(redis: Redis): Promise<{ trips: number; bytesIn: number; cpuMs: number }> {
  const info = await redis.info()
  const value = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1])
  return {
    trips: value('total_reads_processed'),
    bytesIn: value('total_net_input_bytes'),
    cpuMs: 1_000 * (value('used_cpu_user') + value('used_cpu_sys')),
  }
}
