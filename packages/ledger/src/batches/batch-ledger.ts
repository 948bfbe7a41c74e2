import type { Redis } from 'ioredis'
import { isBatchId } from '../keys.ts'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'
import { advanceBatch, type BatchStep } from './advance-batch.ts'
import { readBatchRows, type BatchRows } from './read-rows.ts'
import { showBatches, type ShownBatches } from './show-batches.ts'
import { takeBatches, type BatchIntake } from './submit-batch.ts'

/** Everything that reads or changes batches as a whole. */
export interface BatchLedger extends BatchIntake, ShownBatches, BatchRows {
  /** Withdraws what is left; the jobs that there are follow in slices. */
  /** `by` stands in the audit. */
  cancel(id: string, by?: string): Promise<'requested' | 'gone'>
  /** One slice of what is to be done about any batch. */
  advance(): Promise<BatchStep>
}

export function createBatchLedger(
  redis: Redis,
  prefix: string,
  run: RunScript,
  limits: LedgerLimits,
): BatchLedger {
  return {
    ...takeBatches(redis, prefix, run, limits),
    ...showBatches(redis, prefix, run, limits),
    ...readBatchRows(redis, prefix),
    async cancel(id, by = 'kiln') {
      if (!isBatchId(id)) return 'gone'
      return (await run<{ kind: 'requested' | 'gone' }>('cancel-batch', { id, by })).kind
    },
    advance: () => advanceBatch(run),
  }
}
