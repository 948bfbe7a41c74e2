import type { Failure } from './failure.ts'
import type { ReadOutcome, TaskResult } from './outcomes.ts'
import type { State } from './states.ts'

/** States that an operator may requeue from. */
export const REQUEUE_FROM = ['succeeded', 'failed', 'canceled', 'parked'] as const satisfies readonly State[]
export type RequeueFrom = (typeof REQUEUE_FROM)[number]

export function mayRequeue(state: State): state is RequeueFrom {
  return (REQUEUE_FROM as readonly State[]).includes(state)
}

/** Why a new attempt may be charged beside an earlier one: each wants a person to say that it may. */
export const CHARGE_RISKS = [
  /** The job has its result. */
  'paid',
  /** KIE says success and shows no result. */
  'paidWithoutResult',
  /** It waits for a person because nobody knows. */
  'parked',
  /** KIE does not know the task, or no longer. */
  'taskVanished',
  /** KIE could not be asked, or said nothing that can be read. */
  'kieSilent',
  /** KIE ended the call, made no task that is known, and did not say whether it charged. */
  'chargeUnknown',
  /** It was sent, and no task of it is known. */
  'noTask',
] as const
export type ChargeRisk = (typeof CHARGE_RISKS)[number]

export interface RequeuedJob {
  state: RequeueFrom
  attempt: number
  taskId: string | null
  result: TaskResult | null
  failure: Failure | null
}

export type RequeueDecision =
  /** The task had come to a result all along. */
  | { kind: 'adopt' }
  /** The task still runs. */
  | { kind: 'resume' }
  /** Nothing is at risk when `risk` is null. */
  | { kind: 'newAttempt'; risk: ChargeRisk | null }

/** Whether KIE can say more about the job than is known: a task without a result. */
export function asksKieFirst({ state, taskId, result }: RequeuedJob): boolean {
  return state !== 'succeeded' && taskId !== null && result === null
}

/** What to do with a job that an operator wants to run again; `read` is what KIE says of its task, if it says anything. */
export function decideRequeue(job: RequeuedJob, read: ReadOutcome | null): RequeueDecision {
  if (!asksKieFirst(job)) return { kind: 'newAttempt', risk: riskUnasked(job) }
  switch (read?.class) {
    case 'succeeded':
      return { kind: 'adopt' }
    case 'pending':
      return { kind: 'resume' }
    case 'failed':
      return { kind: 'newAttempt', risk: job.state === 'parked' ? 'parked' : null }
    case 'resultless':
      return { kind: 'newAttempt', risk: 'paidWithoutResult' }
    case 'taskUnknown':
      return { kind: 'newAttempt', risk: 'taskVanished' }
    case 'unauthorized':
    case 'noCredits':
    case 'rateLimited':
    case 'maintenance':
    case 'unreadable':
    case undefined:
      return { kind: 'newAttempt', risk: 'kieSilent' }
  }
}

function riskUnasked({ state, attempt, result, failure }: RequeuedJob): ChargeRisk | null {
  if (state === 'succeeded' || result !== null) return 'paid'
  if (state === 'parked') return 'parked'
  // A refusal that cost nothing is as definite as a task that failed.
  if (failure !== null) return failure.charged === 'no' ? null : 'chargeUnknown'
  return attempt === 0 ? null : 'noTask'
}
