import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../stack/stack.ts'

const SECOND = 1_000
const LOOK_EVERY_MS = 20
const PATIENCE_MS = 30_000

const WARNING = /"level":"(?:warn|error|fatal)"/

/** How many warnings and errors a second the most talkative process writes from now on, on average. */
export function watchWarnings(stack: Stack): { stop: () => number } {
  const startedMs = performance.now()
  return {
    stop() {
      const seconds = Math.max(1, (performance.now() - startedMs) / SECOND)
      const counts = new Map<string, number>()
      for (const { process, atMs, text } of stack.lines) {
        if (atMs >= startedMs && WARNING.test(text)) counts.set(process, (counts.get(process) ?? 0) + 1)
      }
      return Math.max(0, ...counts.values()) / seconds
    },
  }
}

/** How long until KIE is asked again: running tasks are read, waiting jobs are submitted. */
export async function timeUntilNext(call: 'read' | 'createTask', stack: Stack): Promise<number> {
  const asked = async () => {
    const { creates, reads } = await stack.simulation.counts()
    return call === 'read' ? reads : Object.values(creates.byCode).reduce((sum, count) => sum + count, 0)
  }
  const startedMs = performance.now()
  const before = await asked()
  while ((await asked()) === before && performance.now() - startedMs < PATIENCE_MS) await pause(LOOK_EVERY_MS)
  return performance.now() - startedMs
}
