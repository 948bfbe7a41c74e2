import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { createLedger, type Ledger } from '../create-ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import type { NewJob } from '../record.ts'

/** Limits under which nothing happens by time alone; tests shorten the one they are about. */
const STILL: LedgerLimits = {
  submitWindow: { count: 1000, windowMs: 600_000 },
  pollWindow: { count: 1000, windowMs: 1 },
  createTimeoutMs: 600_000,
  intentGraceMs: 600_000,
  unconfirmedHorizonMs: 600_000,
  pollDeadlineMs: 600_000,
  firstReadMs: 0,
  runTimeUnitMs: 8_000,
  readLeaseMs: 600_000,
  ringAgainMs: 600_000,
  gateProbeMs: 600_000,
  creditProbeMs: 600_000,
  weights: {},
  budgets: {},
  queuePerKey: {},
  dayMs: 86_400_000,
  replicas: 0,
  restartHoldMs: 0,
  signatureToleranceMs: 300_000,
  bulkKeptMs: 600_000,
}

export interface LedgerUnderTest {
  ledger: Ledger
  prefix: string
  limits: LedgerLimits
}

/** A ledger in an installation of its own, so that tests share a Redis and nothing else. */
export function ledgerUnderTest(redis: Redis, overrides: Partial<LedgerLimits> = {}): LedgerUnderTest {
  const prefix = `{test-${randomBytes(6).toString('hex')}}`
  const limits = { ...STILL, ...overrides }
  return { ledger: createLedger(redis, prefix, limits), prefix, limits }
}

/** A job of the smallest kind; packages above the ledger seed with it too. */
export function newJob(overrides: Partial<NewJob> = {}): NewJob {
  return {
    id: `job_${randomBytes(12).toString('hex')}`,
    account: 'default',
    tenant: 'acme',
    customId: null,
    batchId: null,
    model: 'nano-banana-2',
    type: 't2i',
    input: { prompt: 'a kiln at dusk' },
    metadata: null,
    strict: null,
    priority: 'normal',
    retries: 0,
    quoted: 'unknown',
    ceiling: null,
    line: null,
    ...overrides,
  }
}

export const pricedJob = (overrides: Partial<NewJob> = {}) =>
  newJob({ quoted: { min: 8, max: 8 }, ceiling: 8, ...overrides })

/** Takes a new job as far as `submitting`. */
export async function begun(ledger: Ledger, overrides: Partial<NewJob> = {}) {
  const job = newJob(overrides)
  await ledger.accept(job, null)
  await ledger.feed()
  const secret = 'a-secret-of-attempt-1'
  const answer = await ledger.begin(job.id, secret)
  if (answer.kind !== 'go') throw new Error(`begin said ${answer.kind}`)
  return { id: job.id, attempt: answer.attempt, secret }
}

/** Takes a new job as far as `running`, with a task. */
export async function running(
  ledger: Ledger,
  taskId: string,
  overrides: Partial<NewJob> = {},
  firstReadMs?: number,
) {
  const attempt = await begun(ledger, overrides)
  const answered = { ...attempt, ...(firstReadMs !== undefined && { firstReadMs }) }
  await ledger.recordAnswer(answered, { event: 'bound', taskId }, {})
  return { ...attempt, taskId, hintsSeen: 0 }
}
