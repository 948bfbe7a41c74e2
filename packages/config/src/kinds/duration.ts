const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Longer timers than this (24.8 days) fire at once in Node. */
const LONGEST_MS = 2 ** 31 - 1

/** `500ms`, `2s`, `10m` or `1h` in milliseconds; null for anything else, nothing and forever included. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,10})(ms|s|m|h)$/.exec(text)
  if (!match) return null
  const durationMs = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]
  return durationMs >= 1 && durationMs <= LONGEST_MS ? durationMs : null
}
