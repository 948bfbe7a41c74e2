import { ENGLISH } from './english.ts'

/** A language is a table of its own beside english.ts, and an entry here. */
const LABELS = { en: ENGLISH } satisfies Record<string, Readonly<Record<string, string>>>
export type Language = keyof typeof LABELS

/** Words that are written in capitals wherever they stand. */
const CAPITALS: ReadonlyMap<string, string> = new Map([
  ['url', 'URL'],
  ['urls', 'URLs'],
])

/** How a person is asked for a parameter: the language's own words, else the parameter's name as words. */
export function labelOf(parameter: string, language: Language): string {
  const known = Object.hasOwn(LABELS[language], parameter) ? LABELS[language][parameter] : undefined
  return known ?? asWords(parameter)
}

function asWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .split(/[_\s]+/)
    .filter((word) => word !== '')
    .map((word) => CAPITALS.get(word.toLowerCase()) ?? word.toLowerCase())
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
