import type { Redis } from 'ioredis'
import { queueBound } from '../batches/submit-batch.ts'
import { keysUnder } from '../keys.ts'
import type { AcceptOutcome, Idempotency, ReplayOutcome } from '../ledger.ts'
import type { LedgerLimits } from '../limits.ts'
import { parseRecord, storedFields, type JobRecord, type NewJob } from '../record.ts'
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
  return { kind: answer.kind, job: await readBack(redis, prefix, answer.id) }
}

type Replayed = { kind: 'replayed'; id: string } | { kind: 'conflict' } | { kind: 'forgotten' }

/** What a call with this key was answered before; null when there was none. */
export async function replayJob(
  redis: Redis,
  prefix: string,
  run: RunScript,
  { keyHash, fingerprint }: Idempotency,
): Promise<ReplayOutcome | null> {
  const answer = await run<Replayed>('replay', { idempotencyKey: keyHash, fingerprint })
  if (answer.kind === 'forgotten') return null
  if (answer.kind === 'conflict') return { kind: 'conflict' }
  return { kind: 'replayed', job: await readBack(redis, prefix, answer.id) }
}

async function readBack(redis: Redis, prefix: string, id: string): Promise<JobRecord> {
  const record = parseRecord(await redis.hgetall(keysUnder(prefix).job(id)))
  if (!record.ok) throw new Error(`accepted job ${id} cannot be read back: ${record.fault}`)
  return record.job
}
