import { FAILURE_CLASSES, type FailureClass } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { indexOf, isBatchId, isCauseId, keysUnder, scopeOf, type FailureScope } from '../keys.ts'
import { MICRO } from '../record.ts'

export interface FailureQuery {
  tenant: string
  /** Of the same tenant: whoever asks has seen to that. */
  batchId?: string
  /** The id of one group. */
  cause?: string
  class?: FailureClass
  model?: string
  /** Groups that a job has joined since. */
  since?: number
  /** Groups that had a job before. */
  until?: number
  order: 'newest' | 'biggest'
  /** How many groups, whether they match or not, stand before. */
  cursor?: number
  limit: number
}

/** Failed jobs with one cause. */
export interface FailureGroup {
  cause: string
  class: FailureClass
  /** Empty, like model and text, for what is left over of a class that has too many causes. */
  code: string
  model: string
  text: string
  count: number
  /** Credits charged to its jobs. */
  lost: number
  firstAt: number
  lastAt: number
  /** How many failed in each of the last 24 hours of the clock, the oldest first. */
  trend: number[]
  /** Ids of its newest jobs. */
  samples: string[]
}

export interface FailurePage {
  groups: FailureGroup[]
  nextCursor: number | null
}

const CHUNK = 200
const SAMPLES = 5
const HOUR_MS = 3_600_000
const HOURS = 24

const stored = z.object({
  class: z.enum(FAILURE_CLASSES),
  code: z.string(),
  model: z.string(),
  text: z.string(),
  firstAt: z.coerce.number(),
  lastAt: z.coerce.number(),
  lostMicro: z.coerce.number().default(0),
})

/** Walks the groups in their order; there are so few that filters need no index. */
export async function listFailures(redis: Redis, prefix: string, query: FailureQuery): Promise<FailurePage> {
  const { batchId, order, limit } = query
  if (batchId !== undefined && !isBatchId(batchId)) return { groups: [], nextCursor: null }
  const { key } = keysUnder(prefix)
  const scope = scopeOf(query.tenant, batchId)
  if (query.cause !== undefined) {
    const found = isCauseId(query.cause) ? await readGroups(redis, prefix, scope, [query.cause]) : []
    const groups = found.filter((group) => group !== null)
    return { groups: groups.filter((group) => matches(group, query)), nextCursor: null }
  }
  const index = key(order === 'newest' ? 'causesByTime' : 'causesBySize', scope)

  const groups: FailureGroup[] = []
  for (let from = query.cursor ?? 0; ; from += CHUNK) {
    const ids = await redis.zrevrange(index, from, from + CHUNK - 1)
    const read = await readGroups(redis, prefix, scope, ids)
    for (const [at, group] of read.entries()) {
      if (group && matches(group, query)) groups.push(group)
      const next = from + at + 1
      if (groups.length === limit) {
        const isLast = at === read.length - 1 && ids.length < CHUNK
        return { groups, nextCursor: isLast ? null : next }
      }
    }
    if (ids.length < CHUNK) return { groups, nextCursor: null }
  }
}

function matches(group: FailureGroup, query: FailureQuery): boolean {
  return (
    (query.class === undefined || group.class === query.class) &&
    (query.model === undefined || group.model === query.model) &&
    (query.since === undefined || group.lastAt >= query.since) &&
    (query.until === undefined || group.firstAt < query.until)
  )
}

/** In the order of `ids`; null for a group that has emptied meanwhile. */
async function readGroups(
  redis: Redis,
  prefix: string,
  scope: FailureScope,
  ids: readonly string[],
): Promise<(FailureGroup | null)[]> {
  if (ids.length === 0) return []
  const { key } = keysUnder(prefix)
  const pipeline = redis.pipeline().time()
  for (const id of ids) {
    const jobs = key(indexOf.cause(scope, id))
    pipeline
      .hgetall(key('cause', scope, id))
      .zcard(jobs)
      .zrevrange(jobs, 0, SAMPLES - 1)
  }
  const answers = ((await pipeline.exec()) ?? []).map(([error, value]) => {
    if (error) throw error
    return value
  })
  const hour = Math.floor((Number((answers[0] as unknown[])[0]) * 1_000) / HOUR_MS)
  return ids.map((id, at) => {
    const [hash, count, samples] = answers.slice(1 + at * 3, 4 + at * 3) as [
      Record<string, string>,
      number,
      string[],
    ]
    const parsed = stored.safeParse(hash)
    if (!parsed.success || count === 0) return null
    const { lostMicro, ...told } = parsed.data
    return { cause: id, ...told, count, lost: lostMicro / MICRO, trend: trendOf(hash, hour), samples }
  })
}

function trendOf(hash: Record<string, string>, now: number): number[] {
  return Array.from({ length: HOURS }, (_, at) => {
    const hour = now - HOURS + 1 + at
    const [kept, failures] = (hash[`h:${hour % HOURS}`] ?? '').split(' ')
    return Number(kept) === hour ? Number(failures) : 0
  })
}
