import type { FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { tooManyKeys } from './check-job.ts'
import { isDeeperThan } from './json-depth.ts'
import { type Words, WORDS } from './words/words.ts'

/** Defaults are looked at again for every line, so they stay small, and hold little to look at. */
const DEFAULTS_MAX_CHARACTERS = 100_000
const DEFAULTS_MAX_VALUES = 1_000
const DEFAULTS_MAX_DEPTH = 20

/** What is wrong with the `defaults` of a batch as a whole; each line is judged with them. */
export function judgeDefaults(raw: unknown, language: Language): FieldError | null {
  const words = WORDS[language]
  const defaults = (raw as { defaults?: unknown } | null)?.defaults
  if (typeof defaults !== 'object' || defaults === null) return null
  const isTooLarge =
    isDeeperThan(defaults, DEFAULTS_MAX_DEPTH) || JSON.stringify(defaults).length > DEFAULTS_MAX_CHARACTERS
  if (isTooLarge) return tooLarge(words)
  const crowded = tooManyKeys(defaults, 'defaults.input', words)
  return crowded ?? (countValues(defaults) > DEFAULTS_MAX_VALUES ? tooCrowded(words) : null)
}

/** Every value in it, at any depth; the depth is bounded before. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, one) => sum + countValues(one), 1)
}

function tooCrowded({ longDefaults, crowdedDefaults: { message, expected } }: Words): FieldError {
  return {
    path: 'defaults',
    code: 'tooMany',
    message: message(DEFAULTS_MAX_VALUES),
    expected: expected(DEFAULTS_MAX_VALUES),
    hint: longDefaults.hint,
  }
}

function tooLarge({ longDefaults: { message, expected, hint } }: Words): FieldError {
  return {
    path: 'defaults',
    code: 'tooLong',
    message: message(DEFAULTS_MAX_CHARACTERS, DEFAULTS_MAX_DEPTH),
    expected: expected(DEFAULTS_MAX_CHARACTERS),
    hint,
  }
}
