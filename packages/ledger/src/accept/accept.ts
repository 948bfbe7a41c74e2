import type { Redis } from 'ioredis'
import { queueBound } from '../batches/submit-batch.ts'
import { keysUnder } from '../keys.ts'
import type { AcceptOutcome, Idempotency } from '../ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import { parseRecord, storedFields, type NewJob } from '../record.ts'
import type { RunScript } from '../scripts.ts'

type Accepted =
  { kind: 'accepted' | 'replayed'; id: string } | { kind: 'conflict' } | { kind: 'queueFull'; beyond: number }

export async function acceptJob(
  redis: Redis,
  prefix: string,
  run: RunScript,
  limits: LedgerLimits,
  job: NewJob,
  idempotency: Idempotency | null,
): Promise<AcceptOutcome> {
  const answer = await run<Accepted>('accept', {
    job: storedFields(job),
    ...queueBound(limits, job.tenant),
    ...(idempotency && {
      idempotencyKey: idempotency.keyHash,
      fingerprint: idempotency.fingerprint,
      ttlMs: idempotency.ttlMs,
    }),
  })
  if (answer.kind === 'conflict') return { kind: 'conflict' }
  if (answer.kind === 'queueFull') return { kind: 'queueFull', beyond: answer.beyond }
  const record = parseRecord(await redis.hgetall(keysUnder(prefix).job(answer.id)))
  if (!record.ok) throw new Error(`accepted job ${answer.id} cannot be read back: ${record.fault}`)
  return { kind: answer.kind, job: record.job }
}
