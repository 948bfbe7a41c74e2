import { decideRequeue, type ChargeRisk } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { scopeOf } from '../keys.ts'
import type { RunScript } from '../scripts.ts'
import { causesOf } from './causes-of.ts'
import { failedJobs, type FailedJob } from './failed-jobs.ts'
import { matchesFilter } from './matches.ts'
import type { RequeueFilter } from './requeue-record.ts'

type Barred = ChargeRisk | 'unreadable'

/** What a bulk requeue would come to, if KIE says nothing new of the jobs. */
export interface RequeuePlan {
  matching: number
  eligible: number
  notEligible: { why: Barred; jobs: number }[]
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

/** Looks at each job as the run will, but asks nobody. */
export async function planRequeue(
  redis: Redis,
  prefix: string,
  run: RunScript,
  { tenant, filter, limit, confirmCharge }: PlanQuery,
): Promise<RequeuePlan> {
  const scope = scopeOf(tenant, filter.batchId)
  const plan: RequeuePlan = { ...NOTHING, credits: { min: 0, max: 0 } }
  const barred = new Map<Barred, number>()
  const models = new Set<string>()

  function look(job: FailedJob | 'unreadable'): void {
    const readable = job !== 'unreadable'
    if (readable && !matchesFilter({ ...job, batchId: filter.batchId ?? null }, filter)) return
    plan.matching += 1
    const why = readable ? (confirmCharge ? null : riskOf(job)) : job
    if (why !== null) barred.set(why, (barred.get(why) ?? 0) + 1)
    else if (readable && plan.eligible < (limit ?? Infinity)) {
      models.add(job.model)
      addUp(plan, job)
    }
  }

  for (const cause of await causesOf(redis, prefix, scope, filter)) {
    for await (const page of failedJobs(run, scope, cause)) page.forEach(look)
  }
  return { ...plan, notEligible: [...barred].map(([why, jobs]) => ({ why, jobs })), models: [...models] }
}

const NOTHING = { matching: 0, eligible: 0, notEligible: [], asked: 0, unpriced: 0, models: [] }

/** KIE has said that these tasks failed, and most likely says so again. */
function riskOf({ attempt, taskId, failure }: FailedJob): ChargeRisk | null {
  const { class: failureClass, code, message } = failure
  const again = {
    class: 'failed',
    failure: failureClass,
    words: { code, message },
    creditsConsumed: null,
  } as const
  const decision = decideRequeue({ state: 'failed', attempt, taskId, result: null, failure }, again)
  return decision.kind === 'newAttempt' ? decision.risk : null
}

function addUp(plan: RequeuePlan, { quoted, taskId }: FailedJob): void {
  plan.eligible += 1
  if (taskId !== null) plan.asked += 1
  if (quoted === 'unknown') {
    plan.unpriced += 1
    return
  }
  plan.credits.min += quoted.min
  plan.credits.max += quoted.max
}
