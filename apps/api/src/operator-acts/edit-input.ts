import type { InputWarningView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { EditedInput, JobRecord } from '@kiln/ledger'
import { checkJob, type CheckedJob } from '@kiln/preflight'
import { ceilingOf, judgeBudget } from '../accept-job/judge-budget.ts'
import { capsOf } from '../access/caps-of.ts'
import type { ApiDeps } from '../deps.ts'

export type Edited =
  { ok: true; edited: EditedInput; warnings: InputWarningView[] } | Extract<CheckedJob, { ok: false }>

/** An operator's input is judged as that of a new job of the same model, and priced anew. */
export function editInput(
  deps: ApiDeps,
  job: JobRecord,
  input: Record<string, unknown>,
  language: Language,
): Edited {
  const { model, strict, tenant } = job
  const checked = checkJob({ model, input, ...(strict !== null && { strict }) }, deps, language)
  if (!checked.ok) return checked
  const { fitting } = checked
  const quoted = deps.priceJob(fitting)
  const ceiling = ceilingOf(quoted, fitting.modelId, deps.catalog)
  const overBudget = judgeBudget(ceiling, capsOf(tenant, deps).budgetPerDay, language)
  if (overBudget) return { ok: false, code: 'validation', detail: overBudget.message, errors: [overBudget] }
  const edited = { input: fitting.input, type: fitting.type, quoted, ceiling }
  return { ok: true, edited, warnings: fitting.warnings }
}
