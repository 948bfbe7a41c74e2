import type { Redis } from 'ioredis'
import { indexOf, isBatchId, keysUnder, scopeOf } from '../keys.ts'
import { CANCELABLE_STATES, type NewBulk, type NewCancel } from './bulk-record.ts'
import { causesOf } from './causes-of.ts'
import { indexesOf } from './plan-cancel.ts'

/** Which jobs a bulk act lists: those of any index of `along` that stand in all of `all` and in one of `any`. */
export interface Walk {
  along: string[]
  all: string[]
  any: string[]
}

export async function walksOf(redis: Redis, prefix: string, bulk: NewBulk): Promise<Walk[]> {
  const { act, tenant, filter } = bulk
  if (filter.batchId !== undefined && !isBatchId(filter.batchId)) return []
  if (act === 'cancel') return [await walkOfCancel(redis, prefix, bulk)]
  const scope = scopeOf(tenant, filter.batchId)
  const causes = await causesOf(redis, prefix, scope, filter)
  return causes.map((cause) => ({ along: [indexOf.cause(scope, cause)], all: [], any: [] }))
}

/** Along whatever is shortest: a batch may be small among all that waits, and what waits among all there ever was. */
async function walkOfCancel(redis: Redis, prefix: string, { tenant, filter }: NewCancel): Promise<Walk> {
  const { key } = keysUnder(prefix)
  const sizeOf = (index: string) => redis.zcard(key(index))
  const states = (filter.state === undefined ? CANCELABLE_STATES : [filter.state]).map(indexOf.state)
  const all = indexesOf(tenant, filter)
  const [ofStates, ...ofAll] = await Promise.all([
    Promise.all(states.map(sizeOf)).then((sizes) => sizes.reduce((sum, size) => sum + size)),
    ...all.map(sizeOf),
  ])
  const least = Math.min(...ofAll)
  if (ofStates <= least) return { along: states, all, any: [] }
  const shortest = all[ofAll.indexOf(least)]!
  return { along: [shortest], all: all.filter((index) => index !== shortest), any: states }
}
