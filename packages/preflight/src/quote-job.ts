import { quoteToUsd } from '@kiln/catalog'
import type { JobQuote } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { checkJob, type Preflight, type Refusal } from './check-job.ts'

/** What POST /v1/jobs would send for a body and what that would cost, or the refusal it would answer. */
export function quoteJob(raw: unknown, preflight: Preflight, language: Language): JobQuote | Refusal {
  const checked = checkJob(raw, preflight, language)
  if (!checked.ok) return checked
  const { modelId, input, warnings } = checked.fitting
  const credits = preflight.priceJob(checked.fitting)
  return { ok: true, model: modelId, input, credits, usd: quoteToUsd(credits), warnings }
}
