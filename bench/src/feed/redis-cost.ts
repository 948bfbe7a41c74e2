import type { Redis } from 'ioredis'

/** What Redis did: commands inside the scripts too, and the time that the scripts took. */
export interface RedisCost {
  commands: number
  micros: number
}

const OUR_OWN = new Set(['config', 'info', 'evalsha', 'eval'])

export async function costOf(redis: Redis, act: () => Promise<unknown>): Promise<RedisCost> {
  await redis.config('RESETSTAT')
  await act()
  const stats = await redis.info('commandstats')
  const cost = { commands: 0, micros: 0 }
  for (const [, name = '', calls, micros] of stats.matchAll(/^cmdstat_([\w|]+):calls=(\d+),usec=(\d+)/gm)) {
    if (name === 'evalsha' || name === 'eval') cost.micros += Number(micros)
    if (!OUR_OWN.has(name.split('|')[0] ?? '')) cost.commands += Number(calls)
  }
  return cost
}
