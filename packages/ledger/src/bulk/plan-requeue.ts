import {
  decideRequeue,
  FAILURE_CLASSES,
  type ChargeRisk,
  type Failure,
  type FailureClass,
} from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { indexOf, scopeOf } from '../keys.ts'
import type { QuotedCredits } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import type { RequeueFilter } from './bulk-record.ts'
import { causesOf } from './causes-of.ts'
import { indexedJobs, isQuoted, isWhole, PLANNED_MOST, readJson, type Row } from './indexed-jobs.ts'
import { matchesRequeue } from './matches.ts'
import { addTo, countLeft, emptyTally, type Left, type Tally } from './tally.ts'

type Barred = ChargeRisk | 'unreadable'

/** What a bulk requeue would come to, if KIE says nothing new of the jobs. */
export interface RequeuePlan {
  matching: number
  eligible: Tally
  notEligible: Left<Barred>[]
  /** Jobs that KIE is asked about first. */
  asked: number
  models: string[]
  /** Whether there are more jobs than a plan looks at. */
  isCut: boolean
}

export interface RequeuePlanQuery {
  tenant: string
  filter: RequeueFilter
  limit: number | null
  confirmCharge: boolean
}

/** What a plan asks of a failed job. */
interface FailedJob {
  attempt: number
  taskId: string | null
  failure: Failure
  quoted: QuotedCredits
  model: string
  finishedAt: number
}

const FIELDS = ['attempt', 'taskId', 'failure', 'quoted', 'model', 'finishedAt']

/** Looks at each job as the run will, but asks nobody. */
export async function planRequeue(
  redis: Redis,
  prefix: string,
  run: RunScript,
  { tenant, filter, limit, confirmCharge }: RequeuePlanQuery,
  most = PLANNED_MOST,
): Promise<RequeuePlan> {
  const scope = scopeOf(tenant, filter.batchId)
  const eligible = emptyTally()
  const barred = countLeft<Barred>()
  const models = new Set<string>()
  const plan = { matching: 0, asked: 0 }

  function look(job: FailedJob | 'unreadable'): void {
    const readable = job !== 'unreadable'
    if (readable && !matchesRequeue({ ...job, batchId: filter.batchId ?? null }, filter)) return
    plan.matching += 1
    const why = readable ? (confirmCharge ? null : riskOf(job)) : job
    if (why !== null) barred.add(why)
    else if (readable && eligible.jobs < (limit ?? Infinity)) {
      models.add(job.model)
      addTo(eligible, job.quoted)
      if (job.taskId !== null) plan.asked += 1
    }
  }

  let looked = 0
  for (const cause of await causesOf(redis, prefix, scope, filter)) {
    for await (const page of indexedJobs(run, indexOf.cause(scope, cause), FIELDS)) {
      if (looked + page.length > most) return told(true)
      looked += page.length
      page.map(readRow).forEach(look)
    }
  }
  return told(false)

  function told(isCut: boolean): RequeuePlan {
    return { ...plan, eligible, notEligible: barred.list(), models: [...models], isCut }
  }
}

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

function readRow([attempt, taskId, failure, quoted, model, finishedAt]: Row): FailedJob | 'unreadable' {
  const told = readJson(failure) as Partial<Failure> | null
  const price = readJson(quoted)
  const isKnown = FAILURE_CLASSES.includes(told?.class as FailureClass) && typeof told?.charged === 'string'
  if (!isKnown || !model || !isQuoted(price) || !isWhole(attempt) || !isWhole(finishedAt)) return 'unreadable'
  return {
    attempt: Number(attempt),
    taskId: taskId || null,
    failure: told as Failure,
    quoted: price,
    model,
    finishedAt: Number(finishedAt),
  }
}
