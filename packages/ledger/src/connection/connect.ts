import { Redis, type RedisOptions } from 'ioredis'
import type { ClusterServers, RedisServers, SentinelServers } from './redis-servers.ts'
import { ASK_WITHIN_MS, connectorTo } from './slot-connector.ts'

/** Reconnects fast at first and never slower than every two seconds: work resumes with Redis. */
const retryStrategy = (times: number) => Math.min(50 * 2 ** Math.min(times, 6), 2_000)

/** For requests that somebody waits for: fails at once while Redis is away. */
export function connectForRequests(servers: RedisServers): Redis {
  return open(servers, {
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // Below the 1.5 s within which a caller is told.
    commandTimeout: 1_000,
    connectTimeout: 2_000,
    // A server that fell silent may have a successor by now, and only a new connection finds it.
    socketTimeout: 3_000,
    // A reply that was lost with its connection is an error, not a silent second run.
    autoResendUnfulfilledCommands: false,
  })
}

/** For work that goes on when Redis is back: commands wait, and are sent again. */
export function connectForWork(servers: RedisServers): Redis {
  return patient(servers, 5_000)
}

/** For whoever lets Redis hold an answer back (BullMQ, the outbox): silence is no fault so soon. */
export function connectForBlocking(servers: RedisServers): Redis {
  return patient(servers, 30_000)
}

/** A peer that vanished without a word leaves a connection that looks open: silence ends it. */
function patient(servers: RedisServers, socketTimeout: number): Redis {
  return open(servers, {
    retryStrategy,
    maxRetriesPerRequest: null,
    connectTimeout: 2_000,
    socketTimeout,
    keepAlive: 5_000,
  })
}

/** ioredis types a connection by how it maps replies, which is never set here. */
type Options = Omit<RedisOptions, 'replyMapping'>

function open(servers: RedisServers, common: Options): Redis {
  // CLIENT SETINFO: a user with few rights would fill the server's ACL LOG with it, where real refusals stand.
  const options = { ...common, reconnectOnError, disableClientInfo: true }
  if (typeof servers === 'string') return new Redis(servers, options)
  return new Redis({ ...options, ...accessTo(servers), ...placeOf(servers) })
}

function accessTo({ username, password, tls }: ClusterServers | SentinelServers): Options {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
  }
}

function placeOf(servers: ClusterServers | SentinelServers): Options {
  if (servers.kind === 'cluster') return { Connector: connectorTo(servers) }
  const { sentinels, primary, database, tls, sentinelUsername, sentinelPassword } = servers
  return {
    sentinels: [...sentinels],
    name: primary,
    db: database,
    sentinelRetryStrategy: retryStrategy,
    // One that accepts and says nothing would hold up the question to the next for ever.
    sentinelCommandTimeout: ASK_WITHIN_MS,
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
  }
}

/** Said by a server that is not the one that takes writes, now or any more: it ran nothing of the command. */
const ELSEWHERE = ['MOVED ', 'READONLY ', 'UNBLOCKED ', 'CLUSTERDOWN ', 'MASTERDOWN ']

/** In ioredis' words: 2 is a new connection on which the command is sent again. */
function reconnectOnError({ message }: Error): false | 2 {
  return ELSEWHERE.some((known) => message.startsWith(known)) && 2
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])
const AWAY_MESSAGES = [
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Connection is closed',
  'Command timed out',
  'Command aborted',
]
/** Redis answers, and cannot take a write: full, loading, not persistent, not the primary, its slot on the move. */
const REFUSING = [
  'OOM ',
  'MISCONF ',
  'LOADING ',
  'READONLY ',
  'MASTERDOWN ',
  'CLUSTERDOWN ',
  'NOREPLICAS ',
  'MOVED ',
  'ASK ',
  'TRYAGAIN ',
  'UNBLOCKED ',
  'BUSY ',
]

/** Whether an error means that Redis cannot be used right now, rather than a bug of ours. */
export function isRedisAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown }
  if (typeof code === 'string' && AWAY.has(code)) return true
  if (name === 'MaxRetriesPerRequestError') return true
  const text = String(message)
  return (
    AWAY_MESSAGES.some((known) => text.includes(known)) || REFUSING.some((known) => text.startsWith(known))
  )
}
