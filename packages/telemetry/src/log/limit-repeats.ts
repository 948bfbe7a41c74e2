import type { Logger } from 'pino'

export interface RepeatLimits {
  /** Lines of one key in a second. */
  perSecond?: number
  /** A monotonic clock. */
  nowMs?: () => number
}

/** Logs one line under `key`, a word of the code's own, unless too many went out in this second. */
type LogRepeated = (key: string, fields: Record<string, unknown>, message: string) => void

export interface RepeatLimiter {
  warn: LogRepeated
  error: LogRepeated
  /** Says what was suppressed since the last line of each key: for when the trouble is over, and at the end. */
  flush: () => void
}

interface Repeats {
  level: 'warn' | 'error'
  message: string
  windowEndsAtMs: number
  linesInWindow: number
  suppressed: number
}

/** Keys come from the code and are few; this only bounds the harm of one that is not. */
const MAX_KEYS = 1_000

/** An outage says the same thing thousands of times a second; once a second is enough, with the count. */
export function limitRepeats(
  logger: Pick<Logger, 'warn' | 'error'>,
  limits: RepeatLimits = {},
): RepeatLimiter {
  const { perSecond = 1, nowMs = () => performance.now() } = limits
  const byKey = new Map<string, Repeats>()

  function log(level: 'warn' | 'error', key: string, fields: Record<string, unknown>, message: string): void {
    const now = nowMs()
    const earlier = byKey.get(key)
    if (earlier && now < earlier.windowEndsAtMs && earlier.linesInWindow >= perSecond) {
      earlier.suppressed += 1
      return
    }
    const goesOn = earlier !== undefined && now < earlier.windowEndsAtMs
    byKey.delete(key)
    byKey.set(key, {
      level,
      message,
      windowEndsAtMs: goesOn ? earlier.windowEndsAtMs : now + 1_000,
      linesInWindow: goesOn ? earlier.linesInWindow + 1 : 1,
      suppressed: 0,
    })
    if (byKey.size > MAX_KEYS) flushOldest()
    logger[level](earlier?.suppressed ? { ...fields, suppressed: earlier.suppressed } : fields, message)
  }

  function flushOldest(): void {
    const [oldest] = byKey
    if (oldest) flushKey(...oldest)
  }

  function flushKey(key: string, { level, message, suppressed }: Repeats): void {
    byKey.delete(key)
    if (suppressed > 0) logger[level]({ suppressed }, message)
  }

  return {
    warn: (key, fields, message) => log('warn', key, fields, message),
    error: (key, fields, message) => log('error', key, fields, message),
    flush: () => [...byKey].forEach(([key, repeats]) => flushKey(key, repeats)),
  }
}
