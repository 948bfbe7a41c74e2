import type { Gate, State } from '@kiln/lifecycle'
import { budgetArguments } from '../budget/budget-arguments.ts'
import type { LedgerLimits } from '../limits.ts'
import { recordFromFlat, type JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'

export type Begun =
  /** The intent is written: createTask may be called once, by this caller. */
  | { kind: 'go'; job: JobRecord; attempt: number; now: number }
  | { kind: 'wait'; gate: Gate; until: number }
  | { kind: 'taken'; state: State }
  | { kind: 'gone' }
  /** The record cannot be read; it must be put before a person. */
  | { kind: 'damaged'; attempt: number | null; fault: string }

type Answer =
  | { kind: 'go'; attempt: number; record: unknown }
  | { kind: 'wait'; gate: Gate; untilAt: number }
  | { kind: 'taken'; state: State }
  | { kind: 'gone' }
  | { kind: 'damaged'; fault: string }

export async function beginAttempt(
  run: RunScript,
  limits: LedgerLimits,
  id: string,
  secret: string,
): Promise<Begun> {
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
      return parsed.ok
        ? { kind: 'go', job: parsed.job, attempt: answer.attempt, now: answer.now }
        : { kind: 'damaged', attempt: answer.attempt, fault: parsed.fault }
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
