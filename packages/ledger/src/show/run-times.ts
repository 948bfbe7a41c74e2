import { decodeRunTimes, type RunTimes } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'

export interface KnownRunTimes {
  /** Null for a model of which no run is known. */
  of(model: string): RunTimes | null
  now: number
}

/** How long the runs of these models took, in one round trip. */
export async function readRunTimes(
  redis: Redis,
  prefix: string,
  models: readonly string[],
): Promise<KnownRunTimes> {
  const names = [...new Set(models)]
  const [time, texts] = await Promise.all([
    redis.time(),
    names.length === 0 ? [] : redis.hmget(keysUnder(prefix).runTimes, ...names),
  ])
  const known = new Map(names.map((model, n) => [model, decodeRunTimes(texts[n] ?? '')]))
  const [seconds, micros] = time.map(Number) as [number, number]
  return { of: (model) => known.get(model) ?? null, now: seconds * 1_000 + Math.floor(micros / 1_000) }
}
