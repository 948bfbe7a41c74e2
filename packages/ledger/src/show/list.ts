import type { Redis } from 'ioredis'
import { indexOf, isCauseId, keysUnder, scopeOf } from '../keys.ts'
import type { JobPage, JobQuery } from '../ledger.ts'
import { parseRecord, type JobRecord } from '../record.ts'

const CHUNK = 100
/** One call looks at no more than this many records; the cursor goes on from there. */
const MAX_SCANNED = 2_000

/** Every index that holds all jobs the query can match. */
function candidateIndexes(query: JobQuery): string[] {
  const indexes: string[] = []
  if (query.tenant !== null) indexes.push(indexOf.tenant(query.tenant))
  if (query.state) indexes.push(indexOf.state(query.state))
  if (query.model) indexes.push(indexOf.model(query.model))
  if (query.failure) indexes.push(indexOf.failure(query.failure))
  if (query.cause && query.tenant !== null) {
    indexes.push(indexOf.cause(scopeOf(query.tenant, query.batchId), query.cause))
  }
  if (query.batchId) indexes.push(indexOf.batch(query.batchId))
  if (query.customId && query.tenant !== null) indexes.push(indexOf.customId(query.tenant, query.customId))
  return indexes.length > 0 ? indexes : [indexOf.all]
}

function matches(job: JobRecord, query: JobQuery): boolean {
  return (
    (query.tenant === null || job.tenant === query.tenant) &&
    (!query.state || job.state === query.state) &&
    (!query.model || job.model === query.model) &&
    (!query.failure || job.failure?.class === query.failure) &&
    (!query.cause || job.cause === query.cause) &&
    (!query.batchId || job.batchId === query.batchId) &&
    (!query.customId || job.customId === query.customId) &&
    (query.since === undefined || job.createdAt >= query.since) &&
    (query.until === undefined || job.createdAt < query.until)
  )
}

/** Walks the smallest index that fits, newest first, and checks the rest on the records. */
export async function listJobs(redis: Redis, prefix: string, query: JobQuery): Promise<JobPage> {
  // What is no id of a group names none, and becomes no key.
  if (query.cause !== undefined && !isCauseId(query.cause)) return { jobs: [], nextCursor: null }
  const keys = keysUnder(prefix)
  const indexes = candidateIndexes(query)
  const sizes = await Promise.all(indexes.map((index) => redis.zcard(keys.key(index))))
  const smallest = keys.key(indexes[sizes.indexOf(Math.min(...sizes))]!)

  const jobs: JobRecord[] = []
  let cursor = query.cursor
  for (let scanned = 0; scanned < MAX_SCANNED; scanned += CHUNK) {
    const below = cursor === undefined ? '+inf' : `(${cursor}`
    const rows = await redis.zrevrangebyscore(smallest, below, '-inf', 'WITHSCORES', 'LIMIT', 0, CHUNK)
    for (const { job, seq } of await readRows(redis, keys.job, rows)) {
      // Acceptance order is time order, so nothing older can match.
      if (job && query.since !== undefined && job.createdAt < query.since) return { jobs, nextCursor: null }
      cursor = seq
      if (job && matches(job, query)) jobs.push(job)
      if (jobs.length === query.limit) return { jobs, nextCursor: seq }
    }
    if (rows.length < CHUNK * 2) return { jobs, nextCursor: null }
  }
  return { jobs, nextCursor: cursor ?? null }
}

/** A record that cannot be read is left out: one bad record never hides the others. */
async function readRows(redis: Redis, jobKey: (id: string) => string, rows: string[]) {
  const pipeline = redis.pipeline()
  const ids: string[] = []
  const seqs: number[] = []
  for (let i = 0; i < rows.length; i += 2) {
    pipeline.hgetall(jobKey(rows[i]!))
    ids.push(rows[i]!)
    seqs.push(Number(rows[i + 1]))
  }
  const answers = (await pipeline.exec()) ?? []
  return answers.map(([error, hash], i) => {
    if (error) throw error
    const parsed = parseRecord(hash as Record<string, string>)
    return { seq: seqs[i]!, job: parsed.ok ? { ...parsed.job, id: ids[i]! } : null }
  })
}
