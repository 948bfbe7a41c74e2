import { decideRequeue, FAILURE_CLASSES, type ChargeRisk, type Failure } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { indexOf, keysUnder, scopeOf } from '../keys.ts'
import type { QuotedCredits } from '../record.ts'
import { causesOf } from './causes-of.ts'
import { matchesFilter } from './matches.ts'
import type { RequeueFilter } from './requeue-record.ts'

/** What a bulk requeue would come to, if KIE says nothing new of the jobs. */
export interface RequeuePlan {
  matching: number
  eligible: number
  notEligible: { why: ChargeRisk | 'unreadable'; jobs: number }[]
  /** Jobs that KIE is asked about first. */
  asked: number
  /** Of the eligible with a known price. */
  credits: { min: number; max: number }
  /** Eligible jobs whose price nobody knows. */
  unpriced: number
  models: string[]
}

export interface PlanQuery {
  tenant: string
  filter: RequeueFilter
  limit: number | null
  confirmCharge: boolean
}

/** So many records are asked for at once: others have their turn at Redis in between. */
const CHUNK = 500
const FIELDS = [
  'attempt',
  'taskId',
  'failure',
  'quoted',
  'model',
  'batchId',
  'finishedAt',
  'result',
  'cause',
] as const

const failedJob = z.object({
  attempt: z.coerce.number().int(),
  taskId: z.string().nullable(),
  failure: z.object({
    class: z.enum(FAILURE_CLASSES),
    code: z.string(),
    charged: z.enum(['no', 'yes', 'unknown']),
  }),
  quoted: z.union([z.literal('unknown'), z.object({ min: z.number(), max: z.number() })]),
  model: z.string(),
  batchId: z.string().nullable(),
  finishedAt: z.coerce.number(),
})
type FailedJob = z.infer<typeof failedJob>

/** Looks at each job as the run will, but asks nobody. */
export async function planRequeue(redis: Redis, prefix: string, query: PlanQuery): Promise<RequeuePlan> {
  const { tenant, filter } = query
  const { key } = keysUnder(prefix)
  const scope = scopeOf(tenant, filter.batchId)
  const plan = emptyPlan()
  const why = new Map<ChargeRisk | 'unreadable', number>()
  const models = new Set<string>()
  for (const cause of await causesOf(redis, prefix, scope, filter)) {
    const ids = await redis.zrange(key(indexOf.cause(scope, cause)), '0', '-1')
    for (let at = 0; at < ids.length; at += CHUNK) {
      for (const job of await readFailed(redis, prefix, cause, ids.slice(at, at + CHUNK))) {
        if (job === null) continue
        if (job !== 'unreadable' && !matchesFilter(job, filter)) continue
        plan.matching += 1
        const barred = job === 'unreadable' ? job : query.confirmCharge ? null : riskOf(job)
        if (barred !== null) why.set(barred, (why.get(barred) ?? 0) + 1)
        else if (plan.eligible < (query.limit ?? Infinity)) addUp(plan, models, job as FailedJob)
      }
    }
  }
  return { ...plan, notEligible: [...why].map(([each, jobs]) => ({ why: each, jobs })), models: [...models] }
}

const emptyPlan = (): RequeuePlan => ({
  matching: 0,
  eligible: 0,
  notEligible: [],
  asked: 0,
  credits: { min: 0, max: 0 },
  unpriced: 0,
  models: [],
})

/** KIE has said that these tasks failed, and most likely says so again. */
function riskOf({ attempt, taskId, failure }: FailedJob): ChargeRisk | null {
  const told: Failure = { ...failure, message: '' }
  const job = { state: 'failed' as const, attempt, taskId, result: null, failure: told }
  const again = {
    class: 'failed',
    failure: failure.class,
    words: { code: failure.code, message: '' },
    creditsConsumed: null,
  } as const
  const decision = decideRequeue(job, again)
  return decision.kind === 'newAttempt' ? decision.risk : null
}

function addUp(plan: RequeuePlan, models: Set<string>, { quoted, taskId, model }: FailedJob): void {
  plan.eligible += 1
  if (taskId !== null) plan.asked += 1
  models.add(model)
  const credits: QuotedCredits = quoted
  if (credits === 'unknown') {
    plan.unpriced += 1
    return
  }
  plan.credits.min += credits.min
  plan.credits.max += credits.max
}

/** null: it has left the group meanwhile. */
async function readFailed(redis: Redis, prefix: string, cause: string, ids: readonly string[]) {
  const keys = keysUnder(prefix)
  const pipeline = redis.pipeline()
  for (const id of ids) pipeline.hmget(keys.job(id), ...FIELDS)
  return ((await pipeline.exec()) ?? []).map(([error, values]) => {
    if (error) throw error
    const hash = Object.fromEntries(
      FIELDS.map((field, at) => [field, (values as (string | null)[])[at] ?? null]),
    )
    if (hash['cause'] !== cause) return null
    const parsed = failedJob.safeParse({
      ...hash,
      failure: readJson(hash['failure']),
      quoted: readJson(hash['quoted']),
    })
    return parsed.success ? parsed.data : ('unreadable' as const)
  })
}

function readJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
