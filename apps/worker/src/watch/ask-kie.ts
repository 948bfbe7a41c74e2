import { classifyRead, readTaskOrigin, type KieClient, type TaskOrigin } from '@kiln/kie-client'
import type { ReadEvidence } from '@kiln/ledger'
import { holdAfterRead, isInOrder, type DecisionTiming, type ReadOutcome } from '@kiln/lifecycle'
import type { MonotonicClock } from '../clock.ts'
import type { Report } from '../report.ts'

export interface AskDeps {
  kie: Pick<KieClient, 'recordInfo'>
  clock: MonotonicClock
  timing: DecisionTiming
  report: Report
  readTimeoutMs: number
}

interface Asked {
  outcome: ReadOutcome
  /** What the answer says about the account, whatever it says about the task. */
  evidence: ReadEvidence
  /** Whose task KIE says it is. */
  origin: () => TaskOrigin | null
}

/** One recordInfo call, and what it means. `askedAt` is a Redis time before it was sent. */
export async function askKie(deps: AskDeps, taskId: string, askedAt: number): Promise<Asked> {
  const startedMs = deps.clock.nowMs()
  const exchange = await deps.kie.recordInfo(taskId, { timeoutMs: deps.readTimeoutMs })
  const outcome = classifyRead(exchange, taskId)
  deps.report.exchanged('recordInfo', outcome, deps.clock.nowMs() - startedMs)
  const hold = holdAfterRead(outcome, deps.timing)
  return {
    outcome,
    evidence: { ok: isInOrder(outcome), askedAt, hold },
    origin: () => readTaskOrigin(exchange),
  }
}
