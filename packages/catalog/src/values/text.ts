import { z } from 'zod'
import { countCharacters } from '../characters.ts'
import { type Fault, mismatch, nameText, refuse } from '../fault.ts'
import { MAX_TEXT_CHARACTERS } from '../limits.ts'
import type { TextShape } from '../model-file.ts'
import type { Say } from '../words/words.ts'
import type { Value } from './value.ts'

// Tabs and line breaks belong to a text; NUL and the other control characters break readers downstream.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
/** Nothing to see: white space, U+2800 and what Unicode tells to ignore. Models draw at random from it, for full pay. */
const BLANK = /^[\s\u2800\p{Default_Ignorable_Code_Point}]*$/u

export function compileText(shape: TextShape): Value {
  // An empty text is never sent, so one is the least even where the data names no minimum.
  const minLength = Math.max(1, shape.minLength ?? 1)
  const maxLength = shape.maxLength ?? MAX_TEXT_CHARACTERS
  const pattern = shape.pattern === undefined ? null : new RegExp(shape.pattern, 'u')
  const length = shape.maxLength === undefined ? null : { min: minLength, max: maxLength }
  const expected: Say = (words) => words.expected.text(length, pattern?.source ?? null)
  const faultIn = (text: string) =>
    faultInLength(unlessBlank(text), minLength, maxLength, expected) ??
    faultInCharacters(text, CONTROL, expected) ??
    (pattern === null || pattern.test(text)
      ? null
      : mismatch('wrongFormat', expected, nameText(text), ({ hints }) => hints.writeInForm))
  const takes = (value: unknown) => typeof value === 'string' && faultIn(value) === null
  const json = { minLength, maxLength, ...(pattern === null ? {} : { pattern: pattern.source }) }
  const check: z.core.CheckFn<string> = (payload) => refuse(payload, faultIn(payload.value))
  const schema = () => z.string().check(check).meta(json)
  return { schema, takes, convert: (given) => unlessBlank(trim(given)), expected }
}

/** A text without a character to see counts as none. */
function unlessBlank<Given>(given: Given): Given | '' {
  return typeof given === 'string' && BLANK.test(given) ? '' : given
}

export function trim(given: unknown): unknown {
  return typeof given === 'string' ? given.trim() : given
}

export function faultInLength(text: string, min: number, max: number, expected: Say): Fault | null {
  // The UTF-16 length bounds the count from both sides, so that most texts need no counting.
  if (text.length >= 2 * min && text.length <= max) return null
  const length = countCharacters(text)
  if (length > max) {
    return mismatch('tooLong', expected, nameText(text), ({ hints }) => hints.shorten(length - max, max))
  }
  if (length < min) {
    return mismatch('tooShort', expected, nameText(text), ({ hints }) => hints.writeAtLeast(min))
  }
  return null
}

export function faultInCharacters(text: string, forbidden: RegExp, expected: Say): Fault | null {
  if (text !== text.trim()) {
    const got: Say = (words) => words.got.untrimmed(countCharacters(text))
    return mismatch('untrimmed', expected, got, ({ hints }) => hints.trim)
  }
  if (forbidden.test(text)) {
    const got: Say = (words) => words.got.withControl(countCharacters(text))
    return mismatch('forbiddenCharacter', expected, got, ({ hints }) => hints.removeControl)
  }
  if (!text.isWellFormed()) {
    const got: Say = (words) => words.got.withHalfPair(countCharacters(text))
    return mismatch('forbiddenCharacter', expected, got, ({ hints }) => hints.wellFormed)
  }
  return null
}
