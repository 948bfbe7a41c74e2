import type { Redis } from 'ioredis'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'

/** The balance as KIE told it last. */
export interface BalanceSample {
  credits: number
  at: number
}

/** One of all workers looks at the balance, once in each interval. */
export async function mayLookAtBalance(redis: Redis, prefix: string, limits: LedgerLimits): Promise<boolean> {
  const once = Math.max(1, Math.floor(limits.creditProbeMs * 0.9))
  return (await redis.set(`${prefix}:balance:look`, '1', 'PX', once, 'NX')) === 'OK'
}

export async function noteBalance(run: RunScript, credits: number): Promise<void> {
  await run('note-balance', { credits })
}

/** The last looks at the balance, oldest first. */
export async function readBalanceSamples(redis: Redis, prefix: string): Promise<BalanceSample[]> {
  const rows = await redis.lrange(`${prefix}:balance:samples`, 0, -1)
  return rows.map((row) => {
    const [at, credits] = row.split(' ')
    return { at: Number(at), credits: Number(credits) }
  })
}
