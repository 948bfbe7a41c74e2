import type { Redis } from 'ioredis'
import { MICRO } from '../record.ts'

/** Credits that each tenant has spent in the day of `now`; what stands reserved counts as spent. */
export async function readSpent(
  redis: Redis,
  prefix: string,
  tenants: readonly string[],
  day: number,
): Promise<Map<string, number>> {
  if (tenants.length === 0) return new Map()
  const spent = await redis.mget(tenants.map((tenant) => `${prefix}:spent:${tenant}:${day}`))
  return new Map(tenants.map((tenant, i) => [tenant, Number(spent[i] ?? 0) / MICRO]))
}
