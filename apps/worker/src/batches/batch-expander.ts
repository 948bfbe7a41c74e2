import { setTimeout as sleep } from 'node:timers/promises'
import type { BatchStep } from '@kiln/ledger'
import type { Report } from '../report.ts'

export interface ExpanderDeps {
  /** One slice of what is to be done about any batch. */
  advance: () => Promise<BatchStep>
  report: Pick<Report, 'fault' | 'batchAdvanced'>
  requestFeed: () => void
}

export interface Expander {
  stop: () => Promise<void>
}

/** How long somebody who has just sent a batch waits for its first job. */
const LOOK_EVERY_MS = 250
/**
 * Between two slices Redis is everybody else's for so many times as long as the last one took: it is sent two jobs a
 * second, and has all the time in the world. Where Redis is busy, or has other workers to do it, slices take longer.
 */
const RESTS = 4
const REST_MIN_MS = 5
const REST_MAX_MS = 500

export function restAfter(tookMs: number): number {
  return Math.min(REST_MAX_MS, Math.max(REST_MIN_MS, RESTS * tookMs))
}

/**
 * Makes jobs of the lines of batches, and ends those of canceled ones, slice by slice. Every worker does it,
 * and none needs to be the leader: a slice is one script, and goes on where the last one ended.
 */
export function startExpander(deps: ExpanderDeps): Expander {
  const control = new AbortController()
  const { signal } = control

  async function advance(): Promise<number> {
    const began = performance.now()
    const step = await deps.advance()
    const rest = restAfter(performance.now() - began)
    if (step.kind === 'idle') return LOOK_EVERY_MS
    deps.report.batchAdvanced(step)
    if (step.made > 0) deps.requestFeed()
    return rest
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const restMs = await advance().catch((error: unknown) => {
        deps.report.fault('batches', error)
        return LOOK_EVERY_MS
      })
      await sleep(restMs, undefined, { signal }).catch(() => undefined)
    }
  }

  const running = run()
  return {
    async stop() {
      control.abort()
      await running
    },
  }
}
