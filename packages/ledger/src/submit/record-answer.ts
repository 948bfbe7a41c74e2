import {
  modelOutcomeOf,
  type Failure,
  type GateClosure,
  type State,
  type SubmitDecision,
} from '@kiln/lifecycle'
import { budgetArguments } from '../budget/budget-arguments.ts'
import type { LedgerLimits } from '../limits.ts'
import type { Detail, Moved } from '../moved.ts'
import type { RunScript } from '../scripts.ts'
import { failedWith } from '../failures/failed-with.ts'
import { chargedByAnswer } from '../show/charged.ts'

/** A job that waits again has no call under way: its answer came, or its attempt was given up. */
const WITHOUT_ANSWER: readonly State[] = ['submitting', 'unconfirmed', 'parked']
/** Unless a person had it sent again before its answer was there: its task spares it that. */
const WITHOUT_TASK: readonly State[] = [...WITHOUT_ANSWER, 'queued']

export interface AnsweredAttempt {
  id: string
  attempt: number
  /** What `begin` wrote, for a ledger that went back to before it. */
  intent?: { secret: string; at: number }
  /** How long the call took, from before its connection to the whole answer. */
  roundTripMs?: number | undefined
  /** How long to wait before KIE is first asked how its task is doing. */
  firstReadMs?: number
}

/**
 * Writes down what a createTask call came to. Compared on the attempt alone: the answer may
 * come after the attempt was already counted as lost, or parked, and still be the truth.
 */
export async function recordAnswer(
  run: RunScript,
  limits: LedgerLimits,
  { id, attempt, intent, roundTripMs, firstReadMs = limits.firstReadMs }: AnsweredAttempt,
  decision: SubmitDecision,
  detail: Detail,
): Promise<Moved> {
  return run<Moved>('transition', {
    id,
    event: decision.event,
    ...(intent && { intent }),
    expect: { attempt, untasked: true, states: decision.event === 'bound' ? WITHOUT_TASK : WITHOUT_ANSWER },
    window: limits.submitWindow,
    ...budgetArguments(limits),
    ...(isTime(roundTripMs) && { roundTripMs: Math.round(roundTripMs) }),
    ...streakOf(decision, limits),
    detail: { ...detail, ...chargedByAnswer(decision) },
    ...changesOf(decision, limits, firstReadMs),
  })
}

const isTime = (ms: number | undefined): ms is number => ms !== undefined && Number.isFinite(ms) && ms >= 0

/** Calls that never reached KIE, or that somebody else answered, close a gate when there are many in a row. */
function streakOf(decision: SubmitDecision, { gateProbeMs }: LedgerLimits): object {
  const closure = { holdMs: gateProbeMs, probeMs: gateProbeMs }
  if (decision.event === 'released' && decision.wire === 'notSent') {
    const gate = { ...closure, gate: 'unreachable', cause: 'five calls in a row did not reach KIE' }
    return { streak: { of: 'notSentStreak', gate } }
  }
  if (decision.event !== 'lost' || decision.foreign !== true) return {}
  const cause = `five answers in a row could not be KIE's: ${decision.cause}`
  return { streak: { of: 'unreadStreak', gate: { ...closure, gate: 'edge', cause } } }
}

/** A gate that only time opens: a 429 says when to come back, a probe would be one more 429. */
export function closureOf(gate: GateClosure, limits: LedgerLimits) {
  return { ...gate, probeMs: probeMsOf(gate.gate, limits), reads: gate.gate === 'auth' }
}

function probeMsOf(gate: GateClosure['gate'], limits: LedgerLimits): number {
  if (gate === 'rate') return 0
  return gate === 'credits' ? limits.creditProbeMs : limits.gateProbeMs
}

/** What an ended attempt says about its model, and for how long one that fails most is held. */
export function healthOf(failure: Failure | null, limits: LedgerLimits): object {
  const outcome = modelOutcomeOf(failure)
  if (outcome === null) return {}
  // The class, not KIE's words: they may speak of one caller's prompt, and all callers see the gate.
  const hold = { holdMs: limits.gateProbeMs, probeMs: limits.gateProbeMs, cause: failure?.class ?? '' }
  return { modelOutcome: outcome, breaker: hold }
}

function changesOf(decision: SubmitDecision, limits: LedgerLimits, firstReadMs: number): object {
  switch (decision.event) {
    case 'bound':
      return {
        wire: 'answered',
        set: { taskId: decision.taskId },
        inMs: { due: Math.min(firstReadMs, limits.pollDeadlineMs), limit: limits.pollDeadlineMs },
      }
    case 'released':
      return {
        wire: decision.wire,
        costsNothing: true,
        ...(decision.gate && { gate: closureOf(decision.gate, limits) }),
        inMs: { later: decision.pauseMs },
      }
    case 'rejected':
      return {
        wire: 'answered',
        costsNothing: decision.failure.charged === 'no',
        ...failedWith(decision.failure),
        ...healthOf(decision.failure, limits),
        ...(decision.gate && { gate: closureOf(decision.gate, limits) }),
      }
    case 'retried':
      return {
        wire: 'answered',
        costsNothing: decision.failure.charged === 'no',
        add: { retriesUsed: 1 },
        inMs: { later: decision.pauseMs },
      }
    case 'lost':
      return { inMs: { deadline: limits.unconfirmedHorizonMs } }
  }
}
