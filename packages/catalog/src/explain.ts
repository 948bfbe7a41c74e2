import type { z } from 'zod'
import { closest } from './closest.ts'
import { type Fault, mismatch, nameReceived, type Path, type Problem, type Remark } from './fault.ts'
import { MAX_ISSUES } from './limits.ts'
import { renderPath } from './render-path.ts'
import type { InputIssue, InputWarning } from './results.ts'
import type { Value } from './values/value.ts'
import type { Say, Words } from './words/words.ts'

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
  if (issue.input === undefined) return mismatch('required', expected, got, ({ hints }) => hints.giveValue)
  const isScalar = typeof issue.input === 'string' || typeof issue.input === 'number'
  if (issue.code !== 'invalid_value' || !isScalar) {
    return mismatch('wrongType', expected, got, ({ hints }) => hints.sendThatKind)
  }
  const meant = valueMeant(String(issue.input), issue.values)
  return mismatch('notOneOf', expected, got, ({ hints }) =>
    meant === undefined ? hints.useListed : hints.didYouMean([JSON.stringify(meant)]),
  )
}

/** A number is no misspelling of another: only words are guessed. */
function valueMeant(written: string, values: readonly unknown[]): unknown {
  const spelled = /^[\d.]+$/.test(written) ? written : closest(written, values.map(String))
  return values.find((value) => String(value) === spelled)
}

function unknownParameter(key: string, record: Value): Fault {
  const names = [...(record.fields?.keys() ?? [])]
  const renamed = record.aliases?.get(key)
  return {
    code: 'unknownParameter',
    says: ({ faults }, at) => faults.unknownParameter(at),
    expected: ({ expected }) => expected.oneOf(names),
    hint: renamed === undefined ? whichMeant(key, names) : ({ hints }) => hints.strictName(renamed),
  }
}

function whichMeant(key: string, names: readonly string[]): Say {
  const meant = closest(key, names)
  return ({ hints }) => (meant === null ? hints.itTakes(names) : hints.didYouMean([meant]))
}

/** Puts a problem under the name that the caller wrote. */
export function locateAsWritten({ path, fault }: Problem, writtenAs: ReadonlyMap<string, string>): Problem {
  const [first, ...rest] = path
  const written = typeof first === 'string' ? writtenAs.get(first) : undefined
  return written === undefined ? { path, fault } : { path: [written, ...rest], fault }
}

export function tellProblem({ path, fault }: Problem, words: Words): InputIssue {
  return tellFault(renderPath(path), fault, words)
}

/** What is wrong and what to do, in the words of one language. */
export function tellFault(at: string, { code, says, expected, hint }: Fault, words: Words): InputIssue {
  const next = hint(words)
  return {
    path: at,
    code,
    message: words.both(says(words, at), next),
    expected: expected === null ? null : expected(words),
    hint: next,
  }
}

export function tellRemark({ path, code, says }: Remark, words: Words): InputWarning {
  return { path, code, message: says(words) }
}
