import { setImmediate } from 'node:timers/promises'
import { fieldErrorsOf, quoteBatchBodySchema, type BatchQuote, type FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { createAdder } from './add-up.ts'
import { refused, type Preflight, type Refusal } from './check-job.ts'
import { judgeBudget } from './judge-budget.ts'
import { isDeeperThan } from './json-depth.ts'
import { createLineJudge } from './judge-lines.ts'
import { type Words, WORDS } from './words/words.ts'

/** How long the checks of one batch may keep everybody else waiting. */
const SLICE_MS = 10
/** Defaults are looked at again for every line, so they stay small. */
const DEFAULTS_MAX_CHARACTERS = 100_000
const DEFAULTS_MAX_DEPTH = 20

/** What all lines of a batch would cost together, and which of them are bad. */
export async function quoteBatch(
  raw: unknown,
  preflight: Preflight,
  language: Language,
): Promise<BatchQuote | Refusal> {
  const parsed = quoteBatchBodySchema.safeParse(raw)
  if (!parsed.success) return refused(fieldErrorsOf(parsed.error.issues, raw, language), language)
  const { name, budget, defaults = {}, jobs } = parsed.data
  if (isTooLarge(defaults)) return refused([tooLarge(WORDS[language])], language)
  const judge = createLineJudge(preflight, language, defaults)
  const adder = createAdder()
  let sliceBegan = performance.now()
  for (const [at, job] of jobs.entries()) {
    adder.add(judge(job, at + 1))
    if (performance.now() - sliceBegan < SLICE_MS) continue
    await setImmediate()
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

function isTooLarge(defaults: object): boolean {
  return (
    isDeeperThan(defaults, DEFAULTS_MAX_DEPTH) || JSON.stringify(defaults).length > DEFAULTS_MAX_CHARACTERS
  )
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
