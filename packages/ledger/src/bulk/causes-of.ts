import type { Redis } from 'ioredis'
import { isCauseId, keysUnder, type FailureScope } from '../keys.ts'
import { mayHold } from './matches.ts'
import type { RequeueFilter } from './bulk-record.ts'

/** The groups in which jobs of a filter may stand. */
export async function causesOf(
  redis: Redis,
  prefix: string,
  scope: FailureScope,
  filter: RequeueFilter,
): Promise<string[]> {
  if (filter.cause !== undefined && !isCauseId(filter.cause)) return []
  const { key } = keysUnder(prefix)
  const all =
    filter.cause === undefined ? await redis.zrange(key('causesBySize', scope), '0', '-1') : [filter.cause]
  const pipeline = redis.pipeline()
  for (const cause of all) pipeline.hmget(key('cause', scope, cause), 'class', 'model')
  const told = (await pipeline.exec()) ?? []
  return all.filter((cause, at) => {
    const [failureClass, model] = (told[at]?.[1] ?? []) as (string | null)[]
    if (!failureClass) return false
    return mayHold({ cause, class: failureClass as never, model: model ?? '' }, filter)
  })
}
