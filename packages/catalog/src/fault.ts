import type { z } from 'zod'
import { countCharacters, echo } from './characters.ts'

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

export interface Fault {
  code: IssueCode
  /** Continues a sentence that begins with the path: "must be …, got …". */
  says: string
  expected: string | null
  hint: string
}

/** A fault and where in `input` it lies. */
export interface Problem {
  path: Path
  fault: Fault
}

export type Path = readonly (string | number)[]

export function mismatch(code: IssueCode, expected: string, got: string, hint: string): Fault {
  return { code, says: `must be ${expected}, got ${got}`, expected, hint }
}

/** Hands a fault through zod, which keeps it with the path at which it arose. */
export function refuse(payload: z.core.ParsePayload, fault: Fault | null): void {
  if (fault === null) return
  payload.issues.push({ code: 'custom', input: payload.value, params: { fault }, message: fault.says })
}

/** What came, without repeating more of it than is needed to recognise it. */
export function nameReceived(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return echo(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  return value === null ? 'null' : 'an object'
}

/** Texts are named by their length alone, because prompts are private. */
export function nameText(text: string): string {
  const count = countCharacters(text)
  return `a text of ${count} character${count === 1 ? '' : 's'}`
}
