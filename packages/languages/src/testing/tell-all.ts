import { type Language, LANGUAGES } from '../languages.ts'

/** Words of one package: sentences, functions that make one, and groups of both. */
interface Table {
  readonly [key: string]: string | readonly string[] | Table | ((...args: never[]) => string)
}

/** For each function of a table the arguments that it is tried with: a new one does not compile without. */
export type SamplesOf<T> = {
  [K in keyof T as HoldsFunction<T[K]> extends true ? K : never]: T[K] extends (...args: infer A) => string
    ? readonly A[]
    : SamplesOf<T[K]>
}
type HoldsFunction<T> = T extends string | readonly string[]
  ? false
  : T extends (...args: never[]) => string
    ? true
    : true extends { [K in keyof T]: HoldsFunction<T[K]> }[keyof T]
      ? true
      : false

interface Told {
  key: string
  text: string
  /** What was handed in, as it must stand in the text. */
  parts: string[]
}

/** Every sentence of a table. */
export function tellAll<T extends object>(words: T, samples: SamplesOf<T>): Told[] {
  return tellTable(words as Table, samples, '')
}

type Samples = Readonly<Record<string, unknown>>

function tellTable(words: Table, samples: Samples, above: string): Told[] {
  return Object.entries(words).flatMap(([name, entry]) => {
    const key = `${above}${name}`
    if (typeof entry === 'string') return [{ key, text: entry, parts: [] }]
    if (Array.isArray(entry)) return entry.map((text: string) => ({ key, text, parts: [] }))
    if (typeof entry !== 'function') {
      return tellTable(entry as Table, (samples[name] ?? {}) as Samples, `${key}.`)
    }
    const calls = samples[name] as readonly (readonly unknown[])[]
    const tell = entry as (...args: unknown[]) => string
    return calls.map((args) => ({ key, text: tell(...args), parts: partsOf(args) }))
  })
}

function partsOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  // What is not there at all need not be counted.
  if (typeof value === 'number') return value === 0 ? [] : [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(partsOf) : []
}

const LETTERS: Readonly<Record<Language, RegExp>> = {
  en: /\p{Script=Latin}/u,
  ru: /\p{Script=Cyrillic}/u,
  zh: /\p{Script=Han}/u,
}

/** What is wrong with sentences of a language: parts left out, and words of another language. */
export function faultsIn(told: readonly Told[], language: Language, codeWords: RegExp): string[] {
  return told.flatMap(({ key, text, parts }) => {
    const lost = parts.filter((part) => !text.includes(part))
    // Longest first: 1 may stand in 10.
    const ownWords = parts
      .toSorted((one, other) => other.length - one.length)
      .reduce((rest, part) => rest.replaceAll(part, ' '), text)
      .replaceAll(codeWords, ' ')
    const foreign = LANGUAGES.filter((one) => one !== language && LETTERS[one].test(ownWords))
    return [
      ...lost.map((part) => `${key}: ${part} is missing in "${text}"`),
      ...foreign.map((one) => `${key}: "${text}" holds words in ${one}`),
      ...(text.trim() === '' ? [`${key}: says nothing`] : []),
      ...(/undefined|null|NaN|\[object/.test(ownWords) ? [`${key}: "${text}" shows a hole`] : []),
    ]
  })
}
