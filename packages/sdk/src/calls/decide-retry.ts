/** How one try of a call failed. */
export type FailedTry =
  | { kind: 'noAnswer' }
  /** The server wants to be asked again later at the earliest. */
  | { kind: 'answer'; status: number; code: string; retryAfterMs: number | null }

export interface Standing {
  /** Whether the call may be made twice: it only reads, or carries an Idempotency-Key. */
  isSafe: boolean
  /** How many tries failed in a row, this one included. */
  tries: number
  elapsedMs: number
  patienceMs: number
  /** From 0 to 1. */
  random: number
}

export type Decision = { kind: 'again'; afterMs: number } | { kind: 'giveUp' }

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** Answers that say nothing of the request itself, and how many of them are taken. */
const TRIES_BY_STATUS: Readonly<Record<number, number>> = {
  408: Infinity,
  429: Infinity,
  // A mistake of the server is seldom gone the next time.
  500: 3,
  502: Infinity,
  503: Infinity,
  504: Infinity,
}

/** Whether and when a failed try is made again. Nothing is that could happen twice. */
export function decideRetry(failed: FailedTry, standing: Standing): Decision {
  if (!mayRepeat(failed, standing)) return { kind: 'giveUp' }
  const asked = failed.kind === 'answer' ? failed.retryAfterMs : null
  const afterMs = asked ?? pauseMs(standing)
  // To come sooner than asked is idle: a pause that does not fit ends the call now.
  return standing.elapsedMs + afterMs > standing.patienceMs ? { kind: 'giveUp' } : { kind: 'again', afterMs }
}

function mayRepeat(failed: FailedTry, { isSafe, tries }: Standing): boolean {
  if (failed.kind === 'noAnswer') return isSafe
  // Refused before anything was done, whatever the call is.
  if (failed.status === 429) return true
  if (!isSafe) return false
  return failed.code === 'idempotencyInFlight' || tries < (TRIES_BY_STATUS[failed.status] ?? 0)
}

/** Twice as long each time, and by chance up to a half shorter, so that callers do not come all at once. */
function pauseMs({ tries, random }: Standing): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1))
  return Math.round(longest * (1 - random / 2))
}

/** Retry-After as RFC 9110 writes it: seconds, or a date. */
export function retryAfterMsOf(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}
