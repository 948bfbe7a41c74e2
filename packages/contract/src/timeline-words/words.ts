import type { Language } from '@kiln/languages'
import { CHINESE } from './chinese.ts'
import { ENGLISH } from './english.ts'
import { RUSSIAN } from './russian.ts'

export type Words = typeof ENGLISH

export const TIMELINE_WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, ru: RUSSIAN, zh: CHINESE }
