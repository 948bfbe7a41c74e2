import { randomBytes } from 'node:crypto'
import type { NewJob } from '@kiln/ledger'
import type { CheckedJob, Preflight } from '@kiln/preflight'
import { ceilingOf } from './judge-budget.ts'

/** What the ledger is handed: the input exactly as it will be sent, and what the caller left out. */
export function newJobOf(
  { body, fitting }: Extract<CheckedJob, { ok: true }>,
  tenant: string,
  defaultRetries: number,
  { priceJob, catalog }: Pick<Preflight, 'priceJob' | 'catalog'>,
): NewJob {
  const quoted = priceJob(fitting)
  return {
    id: `job_${randomBytes(12).toString('hex')}`,
    // One KIE account per installation so far; the field stands in every record from the first day.
    account: 'default',
    tenant,
    customId: body.customId ?? null,
    batchId: null,
    model: fitting.modelId,
    type: fitting.type,
    input: fitting.input,
    metadata: body.metadata ?? null,
    priority: body.priority ?? 'normal',
    retries: body.retries ?? defaultRetries,
    quoted,
    line: null,
    ceiling: ceilingOf(quoted, fitting.modelId, catalog),
  }
}
