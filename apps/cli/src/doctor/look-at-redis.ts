import { nameServers, type RedisServers } from '@kiln/config'
import { checkContract, connectForRequests, readNewerSchema, SCHEMA, type RedisContract } from '@kiln/ledger'
import { compareVersions } from './look-at-node.ts'
import { found, type Finding } from './findings.ts'
import { isProtected } from './is-protected.ts'

/** The oldest that the suite runs on. */
const NEEDED_REDIS = '7.0'
const PATIENCE_MS = 5_000
const FULL_PERCENT = 80

export interface RedisLook {
  findings: Finding[]
  /** What its clock said, with ours beside it; null when it could not be asked. */
  clock: { redisMs: number; hereMs: number } | null
}

export async function lookAtRedis(
  servers: RedisServers,
  prefix: string,
  contract: RedisContract,
): Promise<RedisLook> {
  const address = nameServers(servers)
  const redis = connectForRequests(servers)
  try {
    await usable(redis)
    const info = readInfo(await redis.info())
    const clock = await readClock(redis)
    const findings = [
      ...judgeServer(info, address),
      ...(await judgeRights(redis, prefix)),
      ...(await judgeContract(redis, contract)),
      ...(await judgeLedger(redis, prefix)),
    ]
    const version = info['redis_version'] ?? '?'
    return { findings: findings.length > 0 ? findings : [found('redisGood', { version })], clock }
  } catch (error) {
    if (await isProtected(servers)) return { findings: [found('redisProtected', { address })], clock: null }
    return { findings: [judgeFault(error, address)], clock: null }
  } finally {
    redis.disconnect()
  }
}

type Connection = ReturnType<typeof connectForRequests>

/** The first word of the connection: that it is usable, or why not. */
function usable(redis: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)
    const settle = (end: () => void) => {
      clearTimeout(late)
      end()
    }
    redis.once('ready', () => settle(resolve))
    redis.on('error', (error) => settle(() => reject(error)))
  })
}

type Info = Readonly<Record<string, string>>

export function readInfo(text: string): Info {
  const pairs = text.split('\r\n').map((line) => line.split(/:(.*)/s, 2))
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair.length === 2))
}

/** Half of the way there and back lies between the two. */
async function readClock(redis: Connection): Promise<RedisLook['clock']> {
  const asked = Date.now()
  const [seconds, micros] = await redis.time()
  return { redisMs: Number(seconds) * 1000 + Number(micros) / 1000, hereMs: (asked + Date.now()) / 2 }
}

export function judgeServer(info: Info, address: string): Finding[] {
  const version = info['redis_version'] ?? '0'
  const [used, most] = [Number(info['used_memory'] ?? 0), Number(info['maxmemory'] ?? 0)]
  const percent = most === 0 ? 0 : Math.round((100 * used) / most)
  const disk = ['aof_last_write_status', 'aof_last_bgrewrite_status', 'rdb_last_bgsave_status'].find(
    (name) => (info[name] ?? 'ok') !== 'ok',
  )
  return [
    ...(compareVersions(version, NEEDED_REDIS) < 0
      ? [found('redisOld', { version, needed: NEEDED_REDIS })]
      : []),
    ...(info['role'] === 'slave' ? [found('redisIsReplica', { address })] : []),
    ...(disk === undefined ? [] : [found('redisCannotWrite', { reason: `${disk}:${info[disk]}` })]),
    ...(percent >= FULL_PERCENT ? [found('redisFills', { percent })] : []),
  ]
}

/** kiln does nothing but run scripts on its own keys; this one changes nothing. */
async function judgeRights(redis: Connection, prefix: string): Promise<Finding[]> {
  try {
    await redis.eval("return redis.call('EXISTS', KEYS[1])", 1, `${prefix}:ledger`)
    return []
  } catch (error) {
    return [found('redisForbids', { reason: wordsOf(error) })]
  }
}

async function judgeContract(redis: Connection, contract: RedisContract): Promise<Finding[]> {
  if (contract === 'unsafe') return [found('contractUnsafe', {})]
  if (contract === 'declared') return [found('contractDeclared', {})]
  const check = await checkContract(redis, contract)
  if (check.ok) return []
  return check.breaches.map((breach) =>
    breach.kind === 'hidden' ? found('contractHidden', {}) : found('contractBroken', breach),
  )
}

/** An older release than the one that wrote last: its processes would end at once. */
async function judgeLedger(redis: Connection, prefix: string): Promise<Finding[]> {
  // Whoever may not read it is told of that already.
  const schema = await readNewerSchema(redis, prefix).catch(() => null)
  return schema === null ? [] : [found('ledgerNewer', { schema, known: SCHEMA })]
}

const REFUSES = /^(?:NOAUTH|WRONGPASS|NOPERM|ERR AUTH)/

function judgeFault(error: unknown, address: string): Finding {
  const reason = wordsOf(error)
  return found(REFUSES.test(reason) ? 'redisRefuses' : 'redisSilent', { address, reason })
}

export function wordsOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return String(message || code || error)
}
