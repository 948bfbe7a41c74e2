import type { Redis } from 'ioredis'

/** What the promises need of Redis; whoever knows better says so by name. */
export type RedisContract = 'checked' | 'declared' | 'unsafe'

/** A setting that is not as it must be, or that none of them can be asked for. */
type ContractBreach =
  { kind: 'setting'; setting: RequiredSetting; wanted: string; got: string } | { kind: 'hidden' }

/** `faults` say it for a log, `breaches` for whoever has words of its own. */
export type ContractCheck =
  { ok: true; note: string } | { ok: false; faults: string[]; breaches: ContractBreach[] }

export type RequiredSetting = 'maxmemory-policy' | 'appendonly' | 'appendfsync'

/** Why each setting is needed is told with it: a promise hangs on every one. */
const REQUIRED: readonly { setting: RequiredSetting; value: string; because: string }[] = [
  { setting: 'maxmemory-policy', value: 'noeviction', because: 'an evicted record is a lost job' },
  { setting: 'appendonly', value: 'yes', because: 'a restart forgets what was already paid' },
  {
    setting: 'appendfsync',
    value: 'always',
    because: 'a power cut forgets the last second, and with it intents: jobs are paid twice',
  },
]

const FORBIDDEN = Symbol('CONFIG is forbidden')

export async function checkContract(redis: Redis, contract: RedisContract): Promise<ContractCheck> {
  if (contract === 'unsafe') {
    return { ok: true, note: 'the Redis contract is not checked: jobs may be lost or paid twice' }
  }
  if (contract === 'declared') return { ok: true, note: 'the operator vouches for the Redis contract' }
  const faults: string[] = []
  const breaches: ContractBreach[] = []
  for (const { setting, value, because } of REQUIRED) {
    const found = await readSetting(redis, setting)
    if (found === FORBIDDEN) {
      return {
        ok: false,
        breaches: [{ kind: 'hidden' }],
        faults: [
          'CONFIG GET is forbidden here: check noeviction and AOF always by hand, then set KILN_REDIS_CONTRACT=declared',
        ],
      }
    }
    if (found !== value) {
      breaches.push({ kind: 'setting', setting, wanted: value, got: found ?? '' })
      faults.push(
        `${setting} must be ${value}, got ${found ?? 'nothing'}: ${because}; CONFIG SET ${setting} ${value}`,
      )
    }
  }
  return faults.length === 0
    ? { ok: true, note: 'noeviction and AOF always' }
    : { ok: false, faults, breaches }
}

async function readSetting(redis: Redis, setting: string): Promise<string | null | typeof FORBIDDEN> {
  try {
    const [, value] = await redis.config('GET', setting)
    return value ?? null
  } catch (error) {
    const text = String((error as { message?: unknown }).message)
    if (text.startsWith('NOPERM') || text.includes('unknown command')) return FORBIDDEN
    throw error
  }
}
