import type { Redis } from 'ioredis'
import { isJobId, keysUnder } from '../keys.ts'
import { MICRO, parseRecord } from '../record.ts'
import { ACTS, type AuditRow, type CallbackSigns, type JobForAct, type LastAct } from './acts.ts'

export async function readForAct(redis: Redis, prefix: string, id: string): Promise<JobForAct | null> {
  if (!isJobId(id)) return null
  const hash = await redis.hgetall(keysUnder(prefix).job(id))
  const parsed = parseRecord(hash)
  if (!parsed.ok) return null
  // A salvaged record may lack its own name.
  const job = { ...parsed.job, id }
  const charge = hash[`charge:${job.attempt}`]
  return {
    job,
    readable: parsed.salvaged !== true,
    secret: hash[`secret:${job.attempt}`] ?? null,
    lastAct: lastActOf(hash['lastAct']),
    charged: charge === undefined ? null : Number(charge) / MICRO,
  }
}

export function lastActOf(text: string | null | undefined): LastAct | null {
  if (!text) return null
  try {
    const { by, act, at } = JSON.parse(text) as Record<string, unknown>
    const known = ACTS.find((one) => one === act)
    return known && typeof by === 'string' && typeof at === 'number' ? { by, act: known, at } : null
  } catch {
    return null
  }
}

export async function readCallbackSigns(redis: Redis, prefix: string): Promise<CallbackSigns> {
  const [[health, lastAt], [seconds, micros]] = await Promise.all([
    redis.hmget(keysUnder(prefix).counts, 'callbackHealth', 'lastCallbackAt'),
    redis.time(),
  ])
  return {
    health: Number(health ?? 0),
    lastAt: lastAt ? Number(lastAt) : null,
    now: Number(seconds) * 1000 + Math.floor(Number(micros) / 1000),
  }
}

/** The newest rows of the audit stream, oldest first. */
export async function readAudit(redis: Redis, prefix: string, count: number): Promise<AuditRow[]> {
  const rows = await redis.xrevrange(keysUnder(prefix).audit, '+', '-', 'COUNT', count)
  return rows.toReversed().map(([rowId, fields]) => {
    const told = new Map<string, string>()
    for (let i = 0; i + 1 < fields.length; i += 2) told.set(fields[i]!, fields[i + 1]!)
    const text = (name: string) => told.get(name) ?? ''
    return {
      id: text('id'),
      by: text('by'),
      act: text('act') as AuditRow['act'],
      event: text('event'),
      from: text('from'),
      to: text('to'),
      attempt: Number(text('attempt')),
      credits: text('credits'),
      confirmed: text('confirmed') === 'yes',
      at: Number(rowId.split('-')[0]),
      taskId: told.get('taskId') ?? null,
      earlierInput: told.get('earlierInput') ?? null,
      earlierResult: told.get('earlierResult') ?? null,
    }
  })
}
