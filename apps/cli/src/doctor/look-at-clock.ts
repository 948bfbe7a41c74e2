import { found, type Finding } from './findings.ts'

/** What one machine of a well-kept set may be off; nothing of kiln hangs on it. */
const MOST_HERE_S = 2
/** KIE signs its callbacks with the time, and kiln takes five minutes by Redis' clock; half of it is near. */
const MOST_KIE_S = 150

export interface Clocks {
  redisMs: number
  hereMs: number
  /** KIE's own time at our `hereMs`; null when it did not tell. */
  kieAheadMs: number | null
}

export function lookAtClocks({ redisMs, hereMs, kieAheadMs }: Clocks): Finding[] {
  const here = apart(hereMs, redisMs)
  const kie = kieAheadMs === null ? 0 : apart(hereMs + kieAheadMs, redisMs)
  const findings = [
    ...(here > MOST_HERE_S ? [found('clockOff', { seconds: here })] : []),
    ...(kie > MOST_KIE_S ? [found('kieClockOff', { seconds: kie })] : []),
  ]
  return findings.length > 0 ? findings : [found('clocksGood', { seconds: here })]
}

/** In seconds, whichever is ahead. */
const apart = (oneMs: number, otherMs: number) => Math.round(Math.abs(oneMs - otherMs) / 100) / 10
