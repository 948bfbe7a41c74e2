import type { Language } from '@kiln/languages'
import { CHINESE } from './chinese.ts'
import { ENGLISH } from './english.ts'
import { RUSSIAN } from './russian.ts'

export type Words = typeof ENGLISH

/** What a failure asks for and what a state means, in every language. */
export const LIFECYCLE_WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, ru: RUSSIAN, zh: CHINESE }
