import { classifyRead, readTaskOrigin, type KieClient, type TaskOrigin } from '@kiln/kie-client'
import type { ReadOutcome } from '@kiln/lifecycle'
import type { MonotonicClock } from '../clock.ts'
import type { Report } from '../report.ts'

export interface AskDeps {
  kie: Pick<KieClient, 'recordInfo'>
  clock: MonotonicClock
  report: Report
  readTimeoutMs: number
}

/** One recordInfo call: what it means, and whose task KIE says it is. */
export async function askKie(
  deps: AskDeps,
  taskId: string,
): Promise<{ outcome: ReadOutcome; origin: () => TaskOrigin | null }> {
  const startedMs = deps.clock.nowMs()
  const exchange = await deps.kie.recordInfo(taskId, { timeoutMs: deps.readTimeoutMs })
  const outcome = classifyRead(exchange, taskId)
  deps.report.exchanged('recordInfo', outcome, deps.clock.nowMs() - startedMs)
  return { outcome, origin: () => readTaskOrigin(exchange) }
}
