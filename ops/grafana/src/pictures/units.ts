const BYTES = ['B', 'kB', 'MB', 'GB'] as const

/** A value in the unit of its panel, short enough for an axis. */
export function sayValue(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return '-'
  if (unit === 'percentunit') return `${round(value * 100)} %`
  if (unit === 's') return saySeconds(value)
  if (unit === 'bytes') return sayBytes(value)
  return unit.startsWith('suffix: ') ? `${round(value)} ${unit.slice('suffix: '.length)}` : round(value)
}

function saySeconds(s: number): string {
  if (s !== 0 && s < 1) return `${round(s * 1_000)} ms`
  if (s < 120) return `${round(s)} s`
  if (s < 7_200) return `${round(s / 60)} min`
  return `${round(s / 3_600)} h`
}

function sayBytes(bytes: number): string {
  const power = Math.min(BYTES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${round(bytes / 1_000 ** power)} ${BYTES[power]}`
}

/** Three digits are enough to look at. */
const round = (n: number): string => String(Number(n.toPrecision(3)))
