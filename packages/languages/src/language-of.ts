import { type Language, LANGUAGES } from './languages.ts'

/** Browsers send a hundred characters. What is longer was made by nobody who wants to read. */
const MAX_CHARACTERS = 1_000
/** A language range of RFC 4647 and its weight of RFC 9110: `zh-Hans-CN;q=0.8`, `*`. */
const RANGE = /^(\*|[a-z]{1,8})(?:-[a-z\d]{1,8})*(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i

/** The language that an Accept-Language header wants most; English where it wants none that kiln speaks. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined || acceptLanguage.length > MAX_CHARACTERS) return LANGUAGES[0]
  const { named, others } = readWeights(acceptLanguage)
  // Those named come first, in their order, so that of two equal ones the earlier is spoken.
  const candidates = [
    ...named,
    ...LANGUAGES.filter((one) => !named.has(one)).map((one) => [one, others] as const),
  ]
  const [language, weight] = candidates.reduce((best, one) => (one[1] > best[1] ? one : best))
  return weight > 0 ? language : LANGUAGES[0]
}

/** The weight of each language named, and of all others (`*`). What is malformed says nothing. */
function readWeights(header: string): { named: Map<Language, number>; others: number } {
  const named = new Map<Language, number>()
  let others = 0
  for (const part of header.split(',')) {
    const [, tag, quality = '1'] = RANGE.exec(part.trim()) ?? []
    if (tag === undefined) continue
    const weight = Number(quality)
    if (tag === '*') others = weight
    const language = LANGUAGES.find((one) => one === tag.toLowerCase())
    if (language !== undefined) named.set(language, Math.max(weight, named.get(language) ?? 0))
  }
  return { named, others }
}
