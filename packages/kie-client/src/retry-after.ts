/** A server that asks for more than an hour is mistaken, and must not stop the account for a week. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** Retry-After in seconds or as an HTTP date; null when there is none that makes sense. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null
  const text = header.trim()
  const waitMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : dateOf(text) - nowMs
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(0, waitMs), MAX_RETRY_AFTER_MS)
}

/** HTTP dates start with a weekday; Date.parse alone would read "-1" or "soon 5" as a year. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2,8},? .{10,40}$/.test(text) ? Date.parse(text) : Number.NaN
}
