export type Form = 'json' | 'html'

const FORMS: readonly (readonly [type: string, form: Form])[] = [
  ['application/json', 'json'],
  ['text/html', 'html'],
]

/** The form that an Accept header wants more; JSON where it does not care. */
export function wantedForm(accept: string | undefined): Form {
  const ranges = (accept ?? '').split(',').map(readRange)
  const [json, html] = FORMS.map(([type]) => weightOf(type, ranges)) as [number, number]
  return html > json ? 'html' : 'json'
}

interface Range {
  type: string
  weight: number
}

function readRange(part: string): Range {
  const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  const weight = quality === undefined ? 1 : Number(quality)
  return { type, weight: weight >= 0 && weight <= 1 ? weight : 0 }
}

/** The most specific range that fits decides. */
function weightOf(type: string, ranges: readonly Range[]): number {
  for (const fitting of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const range = ranges.find((one) => one.type === fitting)
    if (range !== undefined) return range.weight
  }
  return 0
}
