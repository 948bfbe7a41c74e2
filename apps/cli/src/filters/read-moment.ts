const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const AGO = /^(\d{1,6})([smhd])$/

/** A time as it was typed, or how long ago; ISO 8601. null: neither. */
export function readMoment(typed: string, nowMs: number): string | null {
  const [, count, unit = ''] = AGO.exec(typed) ?? []
  if (count !== undefined) return new Date(nowMs - Number(count) * UNIT_MS[unit]!).toISOString()
  // Only what begins like a date: Date.parse takes a great deal for one.
  const at = /^\d{4}-\d\d-\d\d/.test(typed) ? Date.parse(typed) : NaN
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
