import { setImmediate } from 'node:timers/promises'
import { fieldErrorsOf, quoteBatchBodySchema, type BatchQuote, type QuoteBatchBody } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { createAdder, type Adder } from './add-up.ts'
import { refused, type Preflight, type Refusal } from './check-job.ts'
import { judgeBudget } from './judge-budget.ts'
import { judgeDefaults } from './judge-defaults.ts'
import { createLineJudge } from './judge-lines.ts'

/** How long the checks of one batch may keep everybody else waiting. */
const SLICE_MS = 10

/** What all lines of a batch would cost together, and which of them are bad; null once nobody waits for it. */
export async function quoteBatch(
  raw: unknown,
  preflight: Preflight,
  language: Language,
  signal?: AbortSignal,
): Promise<BatchQuote | Refusal | null> {
  const ofDefaults = judgeDefaults(raw, language)
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
  return batchQuoteOf(adder.total(), name, budget)
}

/** Without what only a ledger knows. */
export function batchQuoteOf(
  total: ReturnType<Adder['total']>,
  name: string | undefined,
  budget: QuoteBatchBody['budget'],
): BatchQuote {
  return {
    ...total,
    name: name ?? null,
    budget: budget === undefined ? null : { ...budget, verdict: judgeBudget(budget.credits, total) },
    finishAt: null,
    balanceAfter: null,
  }
}
