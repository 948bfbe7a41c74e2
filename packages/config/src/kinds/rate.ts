import { parseDuration } from './duration.ts'

/** At most `count` in any window of `windowMs`. */
export interface Rate {
  readonly count: number
  readonly windowMs: number
}

const MAX_COUNT = 1_000_000

/** `20/10s`; null when it is not a rate that could let anything pass. */
export function parseRate(text: string): Rate | null {
  const match = /^(\d{1,7})\/(\w+)$/.exec(text)
  if (!match) return null
  const count = Number(match[1])
  const windowMs = parseDuration(match[2] ?? '')
  return count >= 1 && count <= MAX_COUNT && windowMs !== null ? { count, windowMs } : null
}
