import type { Redis } from 'ioredis'
import { inputOfAttempt } from '../acts/earlier-input.ts'
import { isJobId, keysUnder } from '../keys.ts'
import type { AttemptRecord, JobHistory, TimelineEntry } from '../ledger.ts'
import { MICRO, parseRecord } from '../record.ts'

export async function readTimeline(redis: Redis, prefix: string, id: string): Promise<TimelineEntry[]> {
  if (!isJobId(id)) return []
  return entriesOf(await redis.lrange(keysUnder(prefix).events(id), 0, -1))
}

export async function readHistory(redis: Redis, prefix: string, id: string): Promise<JobHistory | null> {
  if (!isJobId(id)) return null
  const keys = keysUnder(prefix)
  const [hash, rows] = await Promise.all([redis.hgetall(keys.job(id)), redis.lrange(keys.events(id), 0, -1)])
  const parsed = parseRecord(hash)
  return parsed.ok
    ? { job: { ...parsed.job, id }, attempts: attemptsOf(hash), timeline: entriesOf(rows) }
    : null
}

const entriesOf = (rows: readonly string[]) => rows.map((row) => JSON.parse(row) as TimelineEntry)

const ATTEMPT_FIELD = /^(?:secret|task|charge):(\d{1,9})$/

/** Out of the fields that are kept for each attempt; the secret itself is for nobody. */
function attemptsOf(hash: Record<string, string>): AttemptRecord[] {
  const begun = Object.keys(hash).flatMap((field) => ATTEMPT_FIELD.exec(field)?.[1] ?? [])
  const flat = Object.entries(hash).flat()
  const numbers = [...new Set(begun.map(Number))].toSorted((a, b) => a - b)
  return numbers.map((attempt) => {
    const micro = hash[`charge:${attempt}`]
    return {
      attempt,
      taskId: hash[`task:${attempt}`] ?? null,
      credits: micro === undefined ? null : Number(micro) / MICRO,
      input: inputOfAttempt(flat, attempt),
    }
  })
}
