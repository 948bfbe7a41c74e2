import { Redis } from 'ioredis'

/** Reconnects fast at first and never slower than every two seconds: work resumes with Redis. */
const retryStrategy = (times: number) => Math.min(50 * 2 ** Math.min(times, 6), 2_000)

/** For requests that somebody waits for: fails at once while Redis is away. */
export function connectForRequests(url: string): Redis {
  return new Redis(url, {
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // Below the 1.5 s within which a caller is told.
    commandTimeout: 1_000,
    connectTimeout: 2_000,
    // A reply that was lost with its connection is an error, not a silent second run.
    autoResendUnfulfilledCommands: false,
  })
}

/** For work that goes on when Redis is back: commands wait, and are sent again. */
export function connectForWork(url: string): Redis {
  return patient(url, 5_000)
}

/** For whoever lets Redis hold an answer back (BullMQ, the outbox): silence is no fault so soon. */
export function connectForBlocking(url: string): Redis {
  return patient(url, 30_000)
}

/** A peer that vanished without a word leaves a connection that looks open: silence ends it. */
function patient(url: string, socketTimeout: number): Redis {
  return new Redis(url, {
    retryStrategy,
    maxRetriesPerRequest: null,
    connectTimeout: 2_000,
    socketTimeout,
    keepAlive: 5_000,
  })
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
/** Redis answers, and cannot take a write: full, loading, not persistent, not the primary. */
const REFUSING = [
  'OOM ',
  'MISCONF ',
  'LOADING ',
  'READONLY ',
  'MASTERDOWN ',
  'CLUSTERDOWN ',
  'NOREPLICAS ',
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
