import type { z } from 'zod'
import { countCharacters, echo } from './characters.ts'
import type { Say, Words } from './words/words.ts'

/** Every way in which an input can be wrong. These words are part of the HTTP contract. */
export type IssueCode =
  | 'required'
  | 'wrongType'
  | 'tooShort'
  | 'tooLong'
  | 'untrimmed'
  | 'forbiddenCharacter'
  | 'wrongFormat'
  | 'notOneOf'
  | 'outOfRange'
  | 'offStep'
  | 'notAUrl'
  | 'urlWithCredentials'
  | 'forbiddenHost'
  | 'privateHost'
  | 'tooFew'
  | 'tooMany'
  | 'unknownParameter'
  | 'parameterConflict'
  | 'forbiddenParameter'
  | 'forbiddenValue'
  | 'forbiddenCombination'
  | 'exclusiveParameters'
  | 'differentLength'
  | 'duplicateItem'
  | 'unknownModel'
  | 'placeholderModel'
  | 'callbackNeeded'

/** Data until somebody is told: only then is it known in which language, and most inputs are right. */
export interface Fault {
  code: IssueCode
  /** What is wrong at the place `at`, as a whole sentence. */
  says: (words: Words, at: string) => string
  expected: Say | null
  hint: Say
}

/** A fault and where in `input` it lies. */
export interface Problem {
  path: Path
  fault: Fault
}

/** A warning that nobody has been told yet. */
export interface Remark {
  path: string
  code: string
  says: Say
}

export type Path = readonly (string | number)[]

export function mismatch(code: IssueCode, expected: Say, got: Say, hint: Say): Fault {
  const says = (words: Words, at: string) => words.faults.mismatch(at, expected(words), got(words))
  return { code, says, expected, hint }
}

/** Hands a fault through zod, which keeps it with the path at which it arose. */
export function refuse(payload: z.core.ParsePayload, fault: Fault | null): void {
  if (fault === null) return
  payload.issues.push({ code: 'custom', input: payload.value, params: { fault }, message: fault.code })
}

/** What came, without repeating more of it than is needed to recognise it. */
export function nameReceived(value: unknown): Say {
  if (value === undefined) return ({ got }) => got.nothing
  if (typeof value === 'string') return verbatim(echo(value))
  if (typeof value === 'number' || typeof value === 'boolean') return verbatim(String(value))
  if (Array.isArray(value)) return ({ got }) => got.list(value.length)
  return value === null ? verbatim('null') : ({ got }) => got.object
}

/** What is the same in every language: numbers, values, names. */
export function verbatim(text: string): Say {
  return () => text
}

/** Texts are named by their length alone, because prompts are private. */
export function nameText(text: string): Say {
  return ({ got }) => got.text(countCharacters(text))
}
