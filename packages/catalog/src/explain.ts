import type { z } from 'zod'
import { closest } from './closest.ts'
import { type Fault, mismatch, nameReceived, type Path, type Problem } from './fault.ts'
import { MAX_ISSUES } from './limits.ts'
import { renderPath } from './render-path.ts'
import type { InputIssue } from './results.ts'
import type { Value } from './values/value.ts'

/** What a zod issue means to a caller. Zod's own sentences are not used. */
export function explainIssue(root: Value, issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const value = valueAt(root, path)
  if (issue.code === 'custom') return [{ path, fault: issue.params?.['fault'] as Fault }]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, MAX_ISSUES)
      .map((key) => ({ path: [...path, key], fault: unknownParameter(key, value) }))
  }
  return [{ path, fault: wrongValue(issue, value) }]
}

function valueAt(root: Value, path: Path): Value {
  return path.reduce<Value>(
    (value, step) => (typeof step === 'number' ? value.item : value.fields?.get(step)) ?? value,
    root,
  )
}

function wrongValue(issue: z.core.$ZodIssue, { expected }: Value): Fault {
  const got = nameReceived(issue.input)
  if (issue.input === undefined)
    return mismatch('required', expected, got, 'Give it a value; an empty one counts as none.')
  const isScalar = typeof issue.input === 'string' || typeof issue.input === 'number'
  if (issue.code !== 'invalid_value' || !isScalar) {
    return mismatch('wrongType', expected, got, 'Send a value of that kind.')
  }
  const meant = valueMeant(String(issue.input), issue.values)
  const hint = meant === undefined ? 'Use one of these values.' : `Did you mean ${JSON.stringify(meant)}?`
  return mismatch('notOneOf', expected, got, hint)
}

/** A number is no misspelling of another: only words are guessed. */
function valueMeant(written: string, values: readonly unknown[]): unknown {
  const spelled = /^[\d.]+$/.test(written) ? written : closest(written, values.map(String))
  return values.find((value) => String(value) === spelled)
}

function unknownParameter(key: string, record: Value): Fault {
  const names = [...(record.fields?.keys() ?? [])]
  const renamed = record.aliases?.get(key)
  const meant = renamed ?? closest(key, names)
  const advice = meant === null ? `It takes ${names.join(', ')}.` : `Did you mean ${meant}?`
  return {
    code: 'unknownParameter',
    says: 'is not a parameter of this model',
    expected: `one of ${names.join(', ')}`,
    hint: renamed === undefined ? advice : `Call it ${renamed}: strict mode takes no other names.`,
  }
}

/** Puts a problem under the name that the caller wrote. */
export function locateAsWritten({ path, fault }: Problem, writtenAs: ReadonlyMap<string, string>): Problem {
  const [first, ...rest] = path
  const written = typeof first === 'string' ? writtenAs.get(first) : undefined
  return written === undefined ? { path, fault } : { path: [written, ...rest], fault }
}

export function renderProblem({ path, fault }: Problem): InputIssue {
  const at = renderPath(path)
  return {
    path: at,
    code: fault.code,
    message: `${at} ${fault.says}. ${fault.hint}`,
    expected: fault.expected,
    hint: fault.hint,
  }
}
