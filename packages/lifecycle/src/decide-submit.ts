import type { GateClosure } from './gates.ts'
import { failureOf, type Failure } from './failure.ts'
import type { FailureClass, SubmitOutcome } from './outcomes.ts'
import type { DecisionTiming } from './timing.ts'

/** How far a call got that made no task. Calls that did not reach KIE give their place back. */
export type WireUse = 'answered' | 'notSent' | 'notTried'

/** What to write down after a createTask call. */
export type SubmitDecision =
  | { event: 'bound'; taskId: string }
  | { event: 'released'; gate: GateClosure | null; pauseMs: number; wire: WireUse }
  | { event: 'rejected'; failure: Failure; gate: GateClosure | null }
  | { event: 'retried'; failure: Failure; pauseMs: number }
  /** `foreign`: something answered, and not as KIE does. */
  | { event: 'lost'; cause: string; foreign?: boolean }

export interface SubmittingJob {
  /** Attempts that the job's own `retries` still allow. */
  retriesLeft: number
}

/** What failed on the wire has no status for its code. */
const HTTP_STATUS = /^\d{3}$/

/** A job behind a gate waits for the gate; it needs no pause of its own. */
const behind = (gate: GateClosure): SubmitDecision => ({
  event: 'released',
  gate,
  pauseMs: 0,
  wire: 'answered',
})

/** The outcome table of createTask. */
export function decideSubmit(
  job: SubmittingJob,
  outcome: SubmitOutcome,
  timing: DecisionTiming,
): SubmitDecision {
  switch (outcome.class) {
    case 'accepted':
      return { event: 'bound', taskId: outcome.taskId }
    case 'rateLimited':
      return behind({
        gate: 'rate',
        holdMs: outcome.retryAfterMs ?? timing.submitWindowMs,
        cause: outcome.words.message,
      })
    case 'noCredits':
      return behind({ gate: 'credits', holdMs: timing.creditProbeMs, cause: outcome.words.message })
    case 'unauthorized':
      return behind({ gate: 'auth', holdMs: timing.gateProbeMs, cause: outcome.words.message })
    case 'maintenance':
      return behind({ gate: 'maintenance', holdMs: timing.gateProbeMs, cause: outcome.words.message })
    case 'edge':
      return behind({ gate: 'edge', holdMs: timing.gateProbeMs, cause: outcome.words.message })
    case 'notSent':
      return { event: 'released', gate: null, pauseMs: timing.retryPauseMs, wire: 'notSent' }
    case 'invalidInput':
      return {
        event: 'rejected',
        failure: failureOf('invalidInput', outcome.words, 'no', outcome.field),
        gate: null,
      }
    case 'notFound':
    case 'inputUnreachable':
      return { event: 'rejected', failure: failureOf(outcome.class, outcome.words, 'no'), gate: null }
    case 'disabled':
      return {
        event: 'rejected',
        failure: failureOf('disabled', outcome.words, 'no'),
        gate: { gate: 'model', holdMs: timing.gateProbeMs, cause: outcome.words.message },
      }
    case 'generationFailed':
    case 'upstreamTimeout':
    case 'upstreamError':
      return failedOnArrival(job, outcome.class, outcome, timing)
    case 'unknown':
      return { event: 'lost', cause: outcome.words.message, foreign: HTTP_STATUS.test(outcome.words.code) }
  }
}

/** KIE ended the attempt and does not say whether it cost anything. */
function failedOnArrival(
  job: SubmittingJob,
  failureClass: FailureClass,
  outcome: Extract<SubmitOutcome, { words: unknown }>,
  timing: DecisionTiming,
): SubmitDecision {
  const failure = failureOf(failureClass, outcome.words, 'unknown')
  return job.retriesLeft > 0
    ? { event: 'retried', failure, pauseMs: timing.retryPauseMs }
    : { event: 'rejected', failure, gate: null }
}

/** The deadline passed before anything was posted: this process was held up, KIE was not. */
export const NOT_TRIED: SubmitDecision = { event: 'released', gate: null, pauseMs: 0, wire: 'notTried' }
