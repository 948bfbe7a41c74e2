import { setImmediate } from 'node:timers/promises'
import {
  fieldErrorsOf,
  quoteBatchBodySchema,
  type BatchQuote,
  type FieldError,
  type QuoteBatchBody,
} from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { createAdder } from './add-up.ts'
import { refused, tooManyKeys, type Preflight, type Refusal } from './check-job.ts'
import { judgeBudget } from './judge-budget.ts'
import { isDeeperThan } from './json-depth.ts'
import { createLineJudge } from './judge-lines.ts'
import { type Words, WORDS } from './words/words.ts'

/** How long the checks of one batch may keep everybody else waiting. */
const SLICE_MS = 10
/** Defaults are looked at again for every line, so they stay small, and hold little to look at. */
const DEFAULTS_MAX_CHARACTERS = 100_000
const DEFAULTS_MAX_VALUES = 1_000
const DEFAULTS_MAX_DEPTH = 20

/** What all lines of a batch would cost together, and which of them are bad; null once nobody waits for it. */
export async function quoteBatch(
  raw: unknown,
  preflight: Preflight,
  language: Language,
  signal?: AbortSignal,
): Promise<BatchQuote | Refusal | null> {
  const ofDefaults = faultInDefaults(raw, WORDS[language])
  if (ofDefaults !== null) return refused([ofDefaults], language)
  const parsed = quoteBatchBodySchema.safeParse(raw)
  if (!parsed.success) return refused(fieldErrorsOf(parsed.error.issues, raw, language), language)
  const { name, budget, jobs } = parsed.data
  // As they came: a parsed copy lacks what zod leaves out of records.
  const { defaults } = raw as Pick<QuoteBatchBody, 'defaults'>
  const judge = createLineJudge(preflight, language, defaults)
  const adder = createAdder()
  let sliceBegan = performance.now()
  for (const [at, job] of jobs.entries()) {
    adder.add(judge(job, at + 1))
    if (performance.now() - sliceBegan < SLICE_MS) continue
    await setImmediate()
    if (signal?.aborted === true) return null
    sliceBegan = performance.now()
  }
  const total = adder.total()
  return {
    ...total,
    name: name ?? null,
    budget: budget === undefined ? null : { ...budget, verdict: judgeBudget(budget.credits, total) },
    finishAt: null,
    balanceAfter: null,
  }
}

function faultInDefaults(raw: unknown, words: Words): FieldError | null {
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
