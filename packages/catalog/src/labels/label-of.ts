import type { Language } from '@kiln/languages'
import { CHINESE } from './chinese.ts'
import { ENGLISH } from './english.ts'
import { RUSSIAN } from './russian.ts'

const LABELS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: ENGLISH,
  ru: RUSSIAN,
  zh: CHINESE,
}

/** Words that are written in capitals wherever they stand. */
const CAPITALS: ReadonlyMap<string, string> = new Map([
  ['url', 'URL'],
  ['urls', 'URLs'],
])

/** How a person is asked for a parameter, in every language. */
export function labelsOf(parameter: string): Record<Language, string> {
  return { en: labelOf(parameter, 'en'), ru: labelOf(parameter, 'ru'), zh: labelOf(parameter, 'zh') }
}

/** The language's own words, else the parameter's name as words. */
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
