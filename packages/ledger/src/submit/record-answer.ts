import type { GateClosure, State, SubmitDecision } from '@kiln/lifecycle'
import type { LedgerLimits } from '../limits.ts'
import type { Detail, Moved } from '../moved.ts'
import type { RunScript } from '../scripts.ts'

/** A job that waits again has no call under way: its answer came, or its attempt was given up. */
const WITHOUT_ANSWER: readonly State[] = ['submitting', 'unconfirmed', 'parked']

export interface AnsweredAttempt {
  id: string
  attempt: number
  /** What `begin` wrote, for a ledger that went back to before it. */
  intent?: { secret: string; at: number }
}

/**
 * Writes down what a createTask call came to. Compared on the attempt alone: the answer may
 * come after the attempt was already counted as lost, or parked, and still be the truth.
 */
export async function recordAnswer(
  run: RunScript,
  limits: LedgerLimits,
  { id, attempt, intent }: AnsweredAttempt,
  decision: SubmitDecision,
  detail: Detail,
): Promise<Moved> {
  return run<Moved>('transition', {
    id,
    event: decision.event,
    ...(intent && { intent }),
    expect: { attempt, untasked: true, states: WITHOUT_ANSWER },
    windowMs: limits.submitWindow.windowMs,
    unreachable: {
      gate: 'unreachable',
      holdMs: limits.gateProbeMs,
      probeMs: limits.gateProbeMs,
      cause: 'five calls in a row did not reach KIE',
    },
    detail,
    ...changesOf(decision, limits),
  })
}

/** A gate that only time opens: a 429 says when to come back, a probe would be one more 429. */
export function closureOf(gate: GateClosure, limits: LedgerLimits) {
  return { ...gate, probeMs: gate.gate === 'rate' ? 0 : limits.gateProbeMs, reads: gate.gate === 'auth' }
}

function changesOf(decision: SubmitDecision, limits: LedgerLimits): object {
  switch (decision.event) {
    case 'bound':
      return {
        wire: 'answered',
        set: { taskId: decision.taskId },
        inMs: { due: limits.firstReadMs, limit: limits.pollDeadlineMs },
      }
    case 'released':
      return {
        wire: decision.wire,
        ...(decision.gate && { gate: closureOf(decision.gate, limits) }),
        inMs: { later: decision.pauseMs },
      }
    case 'rejected':
      return {
        wire: 'answered',
        set: { failure: JSON.stringify(decision.failure), failureClass: decision.failure.class },
        ...(decision.gate && { gate: closureOf(decision.gate, limits) }),
      }
    case 'retried':
      return { wire: 'answered', add: { retriesUsed: 1 }, inMs: { later: decision.pauseMs } }
    case 'lost':
      return { inMs: { deadline: limits.unconfirmedHorizonMs } }
  }
}
