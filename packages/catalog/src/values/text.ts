import { z } from 'zod'
import { countCharacters } from '../characters.ts'
import { type Fault, mismatch, nameText, refuse } from '../fault.ts'
import { MAX_TEXT_CHARACTERS } from '../limits.ts'
import type { TextShape } from '../model-file.ts'
import type { Value } from './value.ts'

// Tabs and line breaks belong to a text; NUL and the other control characters break readers downstream.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
/** Nothing to see: white space, U+2800 and what Unicode tells to ignore. Models draw at random from it, for full pay. */
const BLANK = /^[\s\u2800\p{Default_Ignorable_Code_Point}]*$/u
/** Under the `u` flag only a surrogate without its partner matches. */
const LONE_SURROGATE = /\p{Surrogate}/u

export function compileText(shape: TextShape): Value {
  // An empty text is never sent, so one is the least even where the data names no minimum.
  const minLength = Math.max(1, shape.minLength ?? 1)
  const maxLength = shape.maxLength ?? MAX_TEXT_CHARACTERS
  const pattern = shape.pattern === undefined ? null : new RegExp(shape.pattern, 'u')
  const form = pattern === null ? '' : ` that matches ${pattern.source}`
  const length = shape.maxLength === undefined ? '' : ` of ${minLength} to ${maxLength} characters`
  const expected = `a text${length}${form}`
  const schema = z.string().check((payload) => {
    refuse(
      payload,
      faultInLength(unlessBlank(payload.value), minLength, maxLength, expected) ??
        faultInCharacters(payload.value, CONTROL, expected) ??
        (pattern === null || pattern.test(payload.value)
          ? null
          : mismatch('wrongFormat', expected, nameText(payload.value), 'Write it in this form.')),
    )
  })
  const json = { minLength, maxLength, ...(pattern === null ? {} : { pattern: pattern.source }) }
  return { schema: schema.meta(json), convert: (given) => unlessBlank(trim(given)), expected }
}

/** A text without a character to see counts as none. */
function unlessBlank<Given>(given: Given): Given | '' {
  return typeof given === 'string' && BLANK.test(given) ? '' : given
}

export function trim(given: unknown): unknown {
  return typeof given === 'string' ? given.trim() : given
}

export function faultInLength(text: string, min: number, max: number, expected: string): Fault | null {
  // The UTF-16 length bounds the count from both sides, so that most texts need no counting.
  if (text.length >= 2 * min && text.length <= max) return null
  const length = countCharacters(text)
  if (length > max) return mismatch('tooLong', expected, nameText(text), `Shorten it to ${max} characters.`)
  if (length < min) return mismatch('tooShort', expected, nameText(text), `Write at least ${min}.`)
  return null
}

export function faultInCharacters(text: string, forbidden: RegExp, expected: string): Fault | null {
  if (text !== text.trim()) {
    const got = `${nameText(text)} with white space around it`
    return mismatch('untrimmed', expected, got, 'Take the white space off both ends.')
  }
  if (forbidden.test(text)) {
    const got = `${nameText(text)} with a control character in it`
    return mismatch('forbiddenCharacter', expected, got, 'Take the control character out.')
  }
  if (LONE_SURROGATE.test(text)) {
    const got = `${nameText(text)} with half of a surrogate pair in it`
    return mismatch('forbiddenCharacter', expected, got, 'Send well-formed Unicode.')
  }
  return null
}
