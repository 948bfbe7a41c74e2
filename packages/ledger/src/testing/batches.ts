import { randomBytes } from 'node:crypto'
import type { BatchRecord, NewBatch } from '../batches/batch-record.ts'
import type { BatchRow } from '../batches/read-rows.ts'
import type { BatchLine } from '../batches/staging.ts'
import type { Idempotency } from '../ledger.ts'
import type { LedgerUnderTest } from './ledger-under-test.ts'
import { newJob } from './ledger-under-test.ts'

export function newKey(): Idempotency {
  return { keyHash: randomBytes(8).toString('hex'), fingerprint: 'of-the-body', ttlMs: 60_000 }
}

export function lineOf(line: number, overrides: Partial<BatchLine> = {}): BatchLine {
  const { id: _id, batchId: _batchId, ...job } = newJob()
  return { ...job, customId: `line-${line}`, quoted: { min: 1, max: 2 }, ceiling: 2, ...overrides, line }
}

interface Submission {
  lines: number
  key?: Idempotency
  tenant?: string
  budget?: number
  of?: (line: number) => Partial<BatchLine>
}

/** Takes in a batch as the API does. */
export async function submitBatch(
  { ledger }: Pick<LedgerUnderTest, 'ledger'>,
  { lines, key = newKey(), tenant = 'acme', budget, of = () => ({}) }: Submission,
): Promise<BatchRecord> {
  const opened = await ledger.batches.open(tenant, key.keyHash)
  if (opened.kind !== 'opened') throw new Error(`the batch was ${opened.kind}`)
  for (let line = 1; line <= lines; line++)
    await opened.staging.addLine(lineOf(line, { tenant, ...of(line) }))
  const batch: NewBatch = {
    id: opened.id,
    tenant,
    name: null,
    budget: budget ?? null,
    quoted: { min: lines, max: 2 * lines },
    unpriced: 0,
    models: ['nano-banana-2'],
  }
  const outcome = await ledger.batches.commit(batch, opened.staging, key)
  if (outcome.kind !== 'accepted') throw new Error(`the batch was ${outcome.kind}`)
  return outcome.batch
}

/** Does all that is to be done about batches; answers how many slices it took. */
export async function advanceAll({ ledger }: Pick<LedgerUnderTest, 'ledger'>): Promise<number> {
  for (let slices = 0; ; slices++) if ((await ledger.batches.advance()).kind === 'idle') return slices
}

export async function allRows({ ledger }: LedgerUnderTest, id: string, after = 0): Promise<BatchRow[]> {
  const rows: BatchRow[] = []
  for await (const page of ledger.batches.rows(id, after)) rows.push(...page)
  return rows
}
