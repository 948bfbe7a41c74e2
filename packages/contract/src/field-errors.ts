import type { z } from 'zod'
import type { FieldError } from './problem.ts'

/** A body of a hundred thousand unknown fields must not become as many lines of answer. */
export const MAX_FIELD_ERRORS = 100
const MAX_NAME_CHARACTERS = 60

type Path = readonly PropertyKey[]

/** zod's issues in the words of the contract; `value` is what was judged. */
export function fieldErrorsOf(issues: readonly z.core.$ZodIssue[], value: unknown): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, value)).slice(0, MAX_FIELD_ERRORS)
}

function errorsOf(issue: z.core.$ZodIssue, value: unknown): FieldError[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...issue.path, key]))
  if (issue.code === 'invalid_key') {
    const name = issue.path.at(-1)
    return issue.issues.map((inner) => ({
      ...mismatch(issue.path, inner, name),
      hint: 'The name itself is at fault.',
    }))
  }
  return [mismatch(issue.path, issue, valueAt(value, issue.path))]
}

function unknownField(path: Path): FieldError {
  const where = renderPath(path)
  return {
    path: where,
    code: 'unknownField',
    message: `${where} is not a field of this call.`,
    expected: null,
    hint: 'Correct its spelling or leave it out; /docs lists every field.',
  }
}

function mismatch(path: Path, issue: z.core.$ZodIssue, value: unknown): FieldError {
  const where = renderPath(path)
  const expected = expectedBy(issue)
  const code = value === undefined ? 'required' : CODES[issue.code]
  const message = `${where === '' ? 'the body' : where} must be ${expected}, got ${kindOf(value)}.`
  return { path: where, code, message, expected, hint: null }
}

/** The catalogue's words, so that a caller learns one set. */
const CODES: Record<z.core.$ZodIssue['code'], string> = {
  invalid_type: 'wrongType',
  too_big: 'outOfRange',
  too_small: 'outOfRange',
  invalid_format: 'wrongFormat',
  not_multiple_of: 'offStep',
  unrecognized_keys: 'unknownField',
  invalid_union: 'wrongType',
  invalid_key: 'wrongFormat',
  invalid_element: 'wrongType',
  invalid_value: 'notOneOf',
  custom: 'wrongFormat',
}

const TYPES: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    // The schema's own words complete the sentence.
    case 'invalid_format':
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return issue.message
  }
}

const UNITS: Partial<Record<string, string>> = { string: ' characters', array: ' items' }
const unitOf = (origin: string) => UNITS[origin] ?? ''

/** Names what came without repeating it: values are private, and may be long. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string')
    return `a text of ${value.length} ${value.length === 1 ? 'character' : 'characters'}`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? `a list of ${value.length}` : 'an object'
}

function renderPath(path: Path): string {
  return path.reduce<string>((written, step) => {
    if (typeof step === 'number') return `${written}[${step}]`
    const name = String(step).slice(0, MAX_NAME_CHARACTERS)
    return written === '' ? name : `${written}.${name}`
  }, '')
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, step)
        ? (found as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  )
}
