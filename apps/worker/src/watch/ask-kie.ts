import {
  classifyRead,
  readTaskOrigin,
  tellExchange,
  type KieClient,
  type TaskOrigin,
  type Told,
} from '@kiln/kie-client'
import type { ReadEvidence } from '@kiln/ledger'
import {
  holdAfterRead,
  isInOrder,
  type DecisionTiming,
  type KieWords,
  type ReadOutcome,
} from '@kiln/lifecycle'
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
  /** What KIE said, for the timeline. */
  told: Told
  /** Whose task KIE says it is. */
  origin: () => TaskOrigin | null
}

/** One recordInfo call, and what it means. `askedAt` is a Redis time before it was sent. */
export async function askKie(deps: AskDeps, taskId: string, askedAt: number): Promise<Asked> {
  const startedMs = deps.clock.nowMs()
  const exchange = await deps.kie.recordInfo(taskId, { timeoutMs: deps.readTimeoutMs })
  const outcome = classifyRead(exchange, taskId)
  const ms = deps.clock.nowMs() - startedMs
  deps.report.exchanged('recordInfo', outcome, ms)
  const hold = holdAfterRead(outcome, deps.timing)
  return {
    outcome,
    told: { class: outcome.class, ...tellExchange(exchange), ...wordsOf(outcome), ms: Math.round(ms) },
    evidence: { ok: isInOrder(outcome), askedAt, hold },
    origin: () => readTaskOrigin(exchange),
  }
}

/** Of a failed task: its own code and words, not those of the answer around them. */
function wordsOf(outcome: ReadOutcome): Partial<KieWords> {
  return outcome.class === 'failed' ? outcome.words : {}
}
