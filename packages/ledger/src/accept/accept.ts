import type { Redis } from 'ioredis'
import { indexOf, keysUnder, laneOf } from '../keys.ts'
import type { AcceptOutcome, Idempotency } from '../ledger.ts'
import { PRIORITIES, parseRecord, storedFields, type NewJob } from '../record.ts'
import type { RunScript } from '../scripts.ts'

type Accepted = { kind: 'accepted' | 'replayed'; id: string } | { kind: 'conflict' }

export async function acceptJob(
  redis: Redis,
  prefix: string,
  run: RunScript,
  job: NewJob,
  idempotency: Idempotency | null,
): Promise<AcceptOutcome> {
  const indexes = [indexOf.all, indexOf.model(job.model), indexOf.tenant(job.tenant)]
  if (job.batchId !== null) indexes.push(indexOf.batch(job.batchId))
  if (job.customId !== null) indexes.push(indexOf.customId(job.tenant, job.customId))
  const answer = await run<Accepted>('accept', {
    job: storedFields(job),
    lane: laneOf(job),
    rank: PRIORITIES.indexOf(job.priority),
    indexes,
    ...(idempotency && {
      idempotencyKey: idempotency.keyHash,
      fingerprint: idempotency.fingerprint,
      ttlMs: idempotency.ttlMs,
    }),
  })
  if (answer.kind === 'conflict') return { kind: 'conflict' }
  const record = parseRecord(await redis.hgetall(keysUnder(prefix).job(answer.id)))
  if (!record.ok) throw new Error(`accepted job ${answer.id} cannot be read back: ${record.fault}`)
  return { kind: answer.kind, job: record.job }
}
