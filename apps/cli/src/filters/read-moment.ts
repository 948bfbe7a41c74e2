const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const AGO = /^(\d{1,6})([smhd])$/
const WRITTEN =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?(?: ?(Z|z|UTC|[+-]\d\d:\d\d))?$/

/** A time as it was typed, or how long ago; ISO 8601. null: neither, or before there were computers. */
export function readMoment(typed: string, nowMs: number): string | null {
  const [, count, unit = ''] = AGO.exec(typed) ?? []
  const at = count === undefined ? readTime(typed) : nowMs - Number(count) * UNIT_MS[unit]!
  return at === null || at < 0 ? null : new Date(at).toISOString()
}

/** A date, or a time; without a zone it is UTC, as every time that kiln shows. Takes what a list shows, copied. */
export function readTime(typed: string): number | null {
  const [, date, clock = '00:00', zone = 'Z'] = WRITTEN.exec(typed) ?? []
  // Date.parse takes the 31st of February for the 3rd of March.
  if (date === undefined || !isInCalendar(date)) return null
  const at = Date.parse(`${date}T${clock}${/\d/.test(zone) ? zone : 'Z'}`)
  return Number.isNaN(at) ? null : at
}

function isInCalendar(date: string): boolean {
  const at = Date.parse(date)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
