import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Instruments } from './registry.ts'

/** The sampling timer itself takes this long; only what comes on top is lag. */
const SAMPLE_EVERY_MS = 10

/** Lag since the last scrape, so that a stall shows once and is not averaged away. */
export function watchEventLoopLag({ gauge }: Pick<Instruments<'api' | 'worker'>, 'gauge'>): void {
  const delays = monitorEventLoopDelay({ resolution: SAMPLE_EVERY_MS })
  delays.enable()
  gauge('kiln_event_loop_lag_seconds', (lag) => {
    const lagMs = delays.percentile(99) / 1e6 - SAMPLE_EVERY_MS
    lag.set(Math.max(0, lagMs) / 1_000)
    delays.reset()
  })
}
