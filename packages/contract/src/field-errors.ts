import type { Language } from '@kiln/languages'
import type { z } from 'zod'
import { isForm } from './forms.ts'
import type { FieldError } from './problem.ts'
import { type Words, WORDS } from './words/words.ts'

/** A body of a hundred thousand unknown fields must not become as many lines of answer. */
export const MAX_FIELD_ERRORS = 100
const MAX_NAME_CHARACTERS = 60

type Path = readonly PropertyKey[]

/** zod's issues in the words of the contract; `value` is what was judged. */
export function fieldErrorsOf(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  language: Language,
): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, value, WORDS[language])).slice(0, MAX_FIELD_ERRORS)
}

function errorsOf(issue: z.core.$ZodIssue, value: unknown, words: Words): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField([...issue.path, key], words))
  }
  if (issue.code === 'invalid_key') {
    const name = issue.path.at(-1)
    return issue.issues.map((inner) => ({
      ...mismatch(issue.path, inner, name, words),
      hint: words.hints.badName,
    }))
  }
  return [mismatch(issue.path, issue, valueAt(value, issue.path), words)]
}

function unknownField(path: Path, { faults, hints }: Words): FieldError {
  const where = renderPath(path)
  return {
    path: where,
    code: 'unknownField',
    message: faults.unknownField(where),
    expected: null,
    hint: hints.spelling,
  }
}

function mismatch(path: Path, issue: z.core.$ZodIssue, value: unknown, words: Words): FieldError {
  const where = renderPath(path)
  const expected = expectedBy(issue, words)
  const code = value === undefined ? 'required' : CODES[issue.code]
  const at = where === '' ? words.body : where
  return {
    path: where,
    code,
    message: words.faults.mismatch(at, expected, nameReceived(value, words)),
    expected,
    hint: null,
  }
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

const TYPES: Partial<Record<string, 'text' | 'number' | 'wholeNumber' | 'flag' | 'object' | 'list'>> = {
  string: 'text',
  number: 'number',
  int: 'wholeNumber',
  boolean: 'flag',
  object: 'object',
  record: 'object',
  array: 'list',
}

function expectedBy(issue: z.core.$ZodIssue, { expected, forms }: Words): string {
  switch (issue.code) {
    case 'invalid_type': {
      const type = TYPES[issue.expected]
      return type === undefined ? issue.expected : expected[type]
    }
    case 'too_small':
      return expected[BOUNDS[issue.origin]?.least ?? 'atLeast'](Number(issue.minimum))
    case 'too_big':
      return expected[BOUNDS[issue.origin]?.most ?? 'atMost'](Number(issue.maximum))
    case 'invalid_value':
      return expected.oneOf(issue.values.map(String))
    case 'invalid_format':
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return isForm(issue.message) ? forms[issue.message] : issue.message
  }
}

const BOUNDS: Partial<
  Record<string, { least: 'charactersAtLeast' | 'itemsAtLeast'; most: 'charactersAtMost' | 'itemsAtMost' }>
> = {
  string: { least: 'charactersAtLeast', most: 'charactersAtMost' },
  array: { least: 'itemsAtLeast', most: 'itemsAtMost' },
}

/** Names what came without repeating it: values are private, and may be long. */
function nameReceived(value: unknown, { got }: Words): string {
  if (value === undefined) return got.nothing
  if (value === null) return 'null'
  if (typeof value === 'string') return got.text(value.length)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? got.list(value.length) : got.object
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
