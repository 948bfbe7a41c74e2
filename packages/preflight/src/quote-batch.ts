import { setImmediate } from 'node:timers/promises'
import {
  fieldErrorsOf,
  quoteBatchBodySchema,
  type BatchQuote,
  type FieldError,
  type QuoteBatchBody,
} from '@kiln/contract'
import { createAdder } from './add-up.ts'
import { refused, tooManyKeys, type Preflight, type Refusal } from './check-job.ts'
import { judgeBudget } from './judge-budget.ts'
import { isDeeperThan } from './json-depth.ts'
import { createLineJudge } from './judge-lines.ts'

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
  signal?: AbortSignal,
): Promise<BatchQuote | Refusal | null> {
  const ofDefaults = faultInDefaults(raw)
  if (ofDefaults !== null) return refused([ofDefaults])
  const parsed = quoteBatchBodySchema.safeParse(raw)
  if (!parsed.success) return refused(fieldErrorsOf(parsed.error.issues, raw))
  const { name, budget, jobs } = parsed.data
  // As they came: a parsed copy lacks what zod leaves out of records.
  const { defaults } = raw as Pick<QuoteBatchBody, 'defaults'>
  const judge = createLineJudge(preflight, defaults)
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

function faultInDefaults(raw: unknown): FieldError | null {
  const defaults = (raw as { defaults?: unknown } | null)?.defaults
  if (typeof defaults !== 'object' || defaults === null) return null
  const isTooLarge =
    isDeeperThan(defaults, DEFAULTS_MAX_DEPTH) || JSON.stringify(defaults).length > DEFAULTS_MAX_CHARACTERS
  if (isTooLarge) return DEFAULTS_TOO_LARGE
  const crowded = tooManyKeys(defaults, 'defaults.input')
  return crowded ?? (countValues(defaults) > DEFAULTS_MAX_VALUES ? DEFAULTS_TOO_CROWDED : null)
}

/** Every value in it, at any depth; the depth is bounded before. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, one) => sum + countValues(one), 1)
}

const DEFAULTS_TOO_CROWDED: FieldError = {
  path: 'defaults',
  code: 'tooMany',
  message: `defaults must hold at most ${DEFAULTS_MAX_VALUES} values, lists and objects counted with all that is in them.`,
  expected: `at most ${DEFAULTS_MAX_VALUES} values`,
  hint: 'Move what is long into the lines that need it.',
}

const DEFAULTS_TOO_LARGE: FieldError = {
  path: 'defaults',
  code: 'tooLong',
  message: `defaults must be at most ${DEFAULTS_MAX_CHARACTERS} characters of JSON, ${DEFAULTS_MAX_DEPTH} levels deep.`,
  expected: `at most ${DEFAULTS_MAX_CHARACTERS} characters`,
  hint: 'Move what is long into the lines that need it.',
}
