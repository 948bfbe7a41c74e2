import type { BatchView } from '@kiln/sdk'
import { doneOf } from './done-of.ts'

/** What was seen of a batch by looking at it. */
export interface Seen {
  /** Lines that were done lately; null while none was. */
  perSecond: number | null
  /** How many these are. */
  lately: number
  /** For how long none was done, as far as was looked. */
  quietMs: number
}

/** How long a batch is likely to go on, or why that is not told. */
export type Left =
  | { kind: 'done' | 'unknown' }
  | { kind: 'held'; gate: NonNullable<BatchView['waitingFor']>['gate'] }
  | { kind: 'stalled'; seconds: number }
  | { kind: 'about'; seconds: number }

/** Fewer may be chance. */
const ENOUGH_LINES = 5
/** Sooner nobody need be told that nothing happens. */
const QUIET_MS = 60_000
/** So many times as long as all should have taken. */
const QUIET_SHARE = 2

type Told = Pick<BatchView, 'lines' | 'counts' | 'waitingFor' | 'finishAt'>

/**
 * The later of what kiln expects and of what was seen here. Where kiln tells no time there is none: it knows of gates that
 * a person has to open. Nor is one told where nothing is done for much longer than is said to be left.
 */
export function judgeLeft(batch: Told, { perSecond, lately, quietMs }: Seen, nowMs: number): Left {
  const open = batch.lines - doneOf(batch)
  if (open <= 0) return { kind: 'done' }
  if (batch.waitingFor !== null) return { kind: 'held', gate: batch.waitingFor.gate }
  const byKiln = batch.finishAt === null ? null : (Date.parse(batch.finishAt) - nowMs) / 1000
  const byLooks = perSecond === null || lately < ENOUGH_LINES ? 0 : open / perSecond
  const seconds = byKiln === null ? null : Math.max(byKiln, byLooks)
  const quietSeconds = Math.floor(quietMs / 1000)
  if (quietMs >= QUIET_MS && (seconds === null || quietSeconds > QUIET_SHARE * seconds))
    return { kind: 'stalled', seconds: quietSeconds }
  return seconds === null || seconds <= 0
    ? { kind: 'unknown' }
    : { kind: 'about', seconds: Math.ceil(seconds) }
}
