import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../stack/stack.ts'

const SECOND = 1_000
const LOOK_EVERY_MS = 20
const PATIENCE_MS = 30_000

const WARNING = /"level":"(?:warn|error|fatal)"/

/** How much the most talkative process warns from now on: on average, and in its worst second. */
export function watchWarnings(stack: Stack): { stop: () => { perSecond: number; inWorstSecond: number } } {
  const startedMs = performance.now()
  const timesOf = (name: string) =>
    stack.lines
      .filter(({ process, atMs, text }) => process === name && atMs >= startedMs && WARNING.test(text))
      .map(({ atMs }) => atMs)
  return {
    stop() {
      const seconds = Math.max(1, (performance.now() - startedMs) / SECOND)
      const times = [...new Set(stack.lines.map(({ process }) => process))].map(timesOf)
      return {
        perSecond: Math.max(0, ...times.map((each) => each.length / seconds)),
        inWorstSecond: Math.max(0, ...times.map(mostInOneSecond)),
      }
    },
  }
}

function mostInOneSecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + SECOND).length))
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
