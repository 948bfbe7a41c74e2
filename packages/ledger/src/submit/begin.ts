import type { Gate, State } from '@kiln/lifecycle'
import { budgetArguments } from '../budget/budget-arguments.ts'
import type { LedgerLimits } from '../limits.ts'
import { recordFromFlat, type JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import type { Replicas } from './replicas.ts'

export type Begun =
  /**
   * The intent is written: createTask may be called once, by this caller. Not `replicated`: a failover
   * may forget it, and nothing must be sent.
   */
  | { kind: 'go'; job: JobRecord; attempt: number; now: number; replicated: boolean }
  | { kind: 'wait'; gate: Gate; until: number }
  | { kind: 'taken'; state: State }
  | { kind: 'gone' }
  /** The record cannot be read; it must be put before a person. */
  | { kind: 'damaged'; attempt: number | null; fault: string }

type Answer =
  | { kind: 'go'; attempt: number; record: unknown; replicas: number }
  | { kind: 'wait'; gate: Gate; untilAt: number }
  | { kind: 'taken'; state: State }
  | { kind: 'gone' }
  | { kind: 'damaged'; fault: string }

export async function beginAttempt(
  run: RunScript,
  replicas: Replicas,
  limits: LedgerLimits,
  id: string,
  secret: string,
): Promise<Begun> {
  const connection = replicas.connection()
  const answer = await run<Answer>('begin', {
    id,
    secret,
    window: limits.submitWindow,
    createTimeoutMs: limits.createTimeoutMs,
    intentGraceMs: limits.intentGraceMs,
    restartHoldMs: limits.restartHoldMs,
    creditProbeMs: limits.creditProbeMs,
    ...budgetArguments(limits),
  })
  switch (answer.kind) {
    case 'go': {
      const parsed = recordFromFlat(answer.record)
      if (!parsed.ok) return { kind: 'damaged', attempt: answer.attempt, fault: parsed.fault }
      const needed = Math.max(limits.replicas, Math.min(1, answer.replicas))
      const replicated = needed === 0 || (await replicas.holding(connection)) >= needed
      return { kind: 'go', job: parsed.job, attempt: answer.attempt, now: answer.now, replicated }
    }
    case 'wait':
      return { kind: 'wait', gate: answer.gate, until: answer.untilAt }
    case 'taken':
      return { kind: 'taken', state: answer.state }
    case 'gone':
      return { kind: 'gone' }
    case 'damaged':
      return { kind: 'damaged', attempt: null, fault: answer.fault }
  }
}
