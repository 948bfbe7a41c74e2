import type { GateClosure } from './gates.ts'
import { failureOf, type Failure } from './failure.ts'
import type { ReadClass, ReadOutcome, TaskResult } from './outcomes.ts'
import type { ReadPace } from './schedule/read-pace.ts'
import { nextLateReadAt, nextReadAt } from './schedule/read-schedule.ts'
import type { DecisionTiming } from './timing.ts'

/** What holds reads back after an answer: a gate, or only the read meter. */
export type ReadHold = GateClosure | { gate: 'reads'; holdMs: number; cause: string }

/** What to write down after a recordInfo read. */
export type ReadDecision =
  | { event: 'succeeded'; result: TaskResult; creditsConsumed: number | null }
  | { event: 'failed'; failure: Failure; creditsConsumed: number | null }
  | {
      event: 'retried'
      failure: Failure
      creditsConsumed: number | null
      gate: GateClosure | null
      pauseMs: number
    }
  | { event: 'limitPassed'; readAt: number }
  | { event: 'watchEnded' }
  | { event: 'vanished' }
  | { event: 'resultless'; creditsConsumed: number | null }
  | { event: null; readAt: number; resultless: boolean }

export interface WatchedJob {
  state: 'running' | 'late'
  submittedAt: number
  limitAt: number
  /** Attempts that the job's own `retries` still allow. */
  retriesLeft: number
  /** How often this job was sent again because KIE ran out of credits after accepting it. */
  creditReturns: number
  /** How often KIE said success without a result. */
  resultlessReads: number
  /** What its reads go by. */
  pace: ReadPace
}

const MAX_CREDIT_RETURNS = 3
const MAX_RESULTLESS_READS = 3

/** The outcome table of recordInfo. `now` and every time of the job are Redis time. */
export function decideRead(
  job: WatchedJob,
  outcome: ReadOutcome,
  now: number,
  timing: DecisionTiming,
  random: number,
): ReadDecision {
  switch (outcome.class) {
    case 'succeeded':
      return { event: 'succeeded', result: outcome.result, creditsConsumed: outcome.creditsConsumed }
    case 'failed':
      return decideFailure(job, outcome, timing)
    case 'resultless':
      return job.resultlessReads + 1 >= MAX_RESULTLESS_READS
        ? { event: 'resultless', creditsConsumed: outcome.creditsConsumed }
        : { ...lookAgain(notTold(job), now, timing, random), resultless: true }
    case 'taskUnknown':
      // Some tasks are unknown for seconds after their creation.
      return now < job.submittedAt + timing.unknownTaskGraceMs
        ? lookAgain(notTold(job), now, timing, random)
        : { event: 'vanished' }
    case 'pending':
    case 'unreadable':
    case 'rateLimited':
    case 'unauthorized':
    case 'noCredits':
    case 'maintenance':
      return noVerdictYet(job, outcome, now, timing, random)
  }
}

const IN_ORDER = new Set<ReadClass>(['succeeded', 'failed', 'resultless', 'pending', 'taskUnknown'])

/** An answer in order proves that the key works and that reads are served. */
export function isInOrder(outcome: ReadOutcome): boolean {
  return IN_ORDER.has(outcome.class)
}

/** What holds further reads back after this one, for every task alike. */
export function holdAfterRead(outcome: ReadOutcome, timing: DecisionTiming): ReadHold | null {
  switch (outcome.class) {
    case 'rateLimited':
      return {
        gate: 'reads',
        holdMs: outcome.retryAfterMs ?? timing.submitWindowMs,
        cause: outcome.words.message,
      }
    case 'unauthorized':
      return { gate: 'auth', holdMs: timing.gateProbeMs, cause: outcome.words.message }
    case 'noCredits':
      return { gate: 'credits', holdMs: timing.creditProbeMs, cause: outcome.words.message }
    case 'maintenance':
      return { gate: 'maintenance', holdMs: timing.gateProbeMs, cause: outcome.words.message }
    case 'succeeded':
    case 'failed':
    case 'resultless':
    case 'pending':
    case 'taskUnknown':
    case 'unreadable':
      return null
  }
}

function decideFailure(
  job: WatchedJob,
  outcome: Extract<ReadOutcome, { class: 'failed' }>,
  timing: DecisionTiming,
): ReadDecision {
  const charged = outcome.creditsConsumed === null ? 'unknown' : outcome.creditsConsumed > 0 ? 'yes' : 'no'
  const failure = failureOf(outcome.failure, outcome.words, charged)
  const { creditsConsumed } = outcome
  const fails: ReadDecision = { event: 'failed', failure, creditsConsumed }
  // A late job is never sent again: nobody waits for it any more, and it may be paid twice.
  if (job.state === 'late') return fails
  if (outcome.failure === 'noCredits' && outcome.creditsConsumed === 0) {
    if (job.creditReturns >= MAX_CREDIT_RETURNS) return fails
    const gate: GateClosure = { gate: 'credits', holdMs: timing.creditProbeMs, cause: outcome.words.message }
    return { event: 'retried', failure, creditsConsumed, gate, pauseMs: 0 }
  }
  if (job.retriesLeft > 0 && outcome.failure !== 'contentRefused') {
    return { event: 'retried', failure, creditsConsumed, gate: null, pauseMs: timing.retryPauseMs }
  }
  return fails
}

/** A read that did not say whether the task goes on is made up for soon, as of a model that nobody knows. */
function notTold(job: WatchedJob): WatchedJob {
  return { ...job, pace: { ...job.pace, shape: null, callbackHealth: 0 } }
}

function lookAgain(
  job: WatchedJob,
  now: number,
  timing: DecisionTiming,
  random: number,
): Extract<ReadDecision, { event: null }> {
  const late = job.state === 'late' ? nextLateReadAt(job.limitAt, now, timing) : null
  return {
    event: null,
    readAt: late ?? nextReadAt({ ...job, now }, timing, random, job.pace),
    resultless: false,
  }
}

/** A read after the limit that shows no verdict ends the fast polling, never the job. */
function noVerdictYet(
  job: WatchedJob,
  outcome: ReadOutcome,
  now: number,
  timing: DecisionTiming,
  random: number,
): ReadDecision {
  if (now < job.limitAt) {
    return lookAgain(outcome.class === 'pending' ? job : notTold(job), now, timing, random)
  }
  const lateReadAt = nextLateReadAt(job.limitAt, now, timing)
  const soon = now + timing.gateProbeMs
  // A refused read shows nothing of the task: the looks that count are made up for.
  const refused = holdAfterRead(outcome, timing) !== null
  if (job.state === 'running') {
    return { event: 'limitPassed', readAt: refused || lateReadAt === null ? soon : lateReadAt }
  }
  if (lateReadAt !== null) return { event: null, readAt: lateReadAt, resultless: false }
  return refused ? { event: null, readAt: soon, resultless: false } : { event: 'watchEnded' }
}
