import type { Redis } from 'ioredis'

export interface Traffic {
  ms: number
  /** Times that Redis read something from a caller, and wrote to one. */
  reads: number
  bytesIn: number
  bytesOut: number
  cpuMs: number
}

export async function readTraffic(redis: Redis): Promise<Traffic> {
  const info = await redis.info()
  const value = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1])
  return {
    ms: 0,
    reads: value('total_reads_processed'),
    bytesIn: value('total_net_input_bytes'),
    bytesOut: value('total_net_output_bytes'),
    cpuMs: 1_000 * (value('used_cpu_user') + value('used_cpu_sys')),
  }
}

export function trafficSince(before: Traffic, now: Traffic, ms: number): Traffic {
  return {
    ms,
    reads: now.reads - before.reads,
    bytesIn: now.bytesIn - before.bytesIn,
    bytesOut: now.bytesOut - before.bytesOut,
    cpuMs: now.cpuMs - before.cpuMs,
  }
}
