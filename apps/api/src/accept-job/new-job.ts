import { randomBytes } from 'node:crypto'
import type { NewJob } from '@kiln/ledger'
import type { CheckedJob, Preflight } from '@kiln/preflight'
import { ceilingOf } from './judge-budget.ts'

type Checked = Extract<CheckedJob, { ok: true }>
type Prices = Pick<Preflight, 'priceJob' | 'catalog'>

/** What the ledger is handed of a single job. */
export function newJobOf(checked: Checked, tenant: string, defaultRetries: number, prices: Prices): NewJob {
  return {
    id: `job_${randomBytes(12).toString('hex')}`,
    batchId: null,
    line: null,
    ...jobFieldsOf(checked, tenant, defaultRetries, prices),
  }
}

/** The input exactly as it will be sent, and what the caller left out. */
export function jobFieldsOf(
  { body, fitting }: Checked,
  tenant: string,
  defaultRetries: number,
  { priceJob, catalog }: Prices,
): Omit<NewJob, 'id' | 'batchId' | 'line'> {
  const quoted = priceJob(fitting)
  return {
    // One KIE account per installation so far; the field stands in every record from the first day.
    account: 'default',
    tenant,
    customId: body.customId ?? null,
    model: fitting.modelId,
    type: fitting.type,
    input: fitting.input,
    metadata: body.metadata ?? null,
    priority: body.priority ?? 'normal',
    retries: body.retries ?? defaultRetries,
    quoted,
    ceiling: ceilingOf(quoted, fitting.modelId, catalog),
  }
}
