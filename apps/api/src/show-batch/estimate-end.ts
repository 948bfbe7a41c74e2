import type { Standing } from '@kiln/ledger'
import { judgePace } from './judge-pace.ts'

export interface Estimate {
  /** Jobs that are still to be sent. */
  queued: number
  /** Whether something is under way. */
  runs: boolean
  standing: Standing
  window: { count: number; windowMs: number }
  /** How long the slowest of its models is likely to take; null where nobody knows. */
  runMs: number | null
  /** Longer than this hardly any job takes. */
  longestRunMs: number
  /** Of work that has begun: what runs of it, and when jobs ended since; null where nothing was sent yet. */
  begun: Begun | null
}

export interface Begun {
  at: number
  underWay: number
  /** The newest first. */
  ends: readonly number[]
}

/** A gate that only a person opens stands this far off. */
const NO_END = 1e15

/** Of the longest run, where nothing else is known: most jobs take no more. */
const USUAL_SHARE = 0.1

/**
 * When all is likely to be done: not before the limits let it, and later where jobs were seen to end more slowly. Null where
 * nothing can be said: nobody knows how long a job runs and none was seen to end, a person has to open a gate, or it stalls.
 */
export function estimateEnd(estimate: Estimate): number | null {
  const { queued, runs, standing, runMs, longestRunMs, begun } = estimate
  if (queued === 0 && !runs) return null
  const { now, heldUntil } = standing
  if (heldUntil !== null && heldUntil >= NO_END) return null
  const from = Math.max(now, heldUntil ?? now)
  const turns = turnsOf(estimate)
  const byLimits = limitsMs(turns, estimate)
  const pace = begun && judgePace({ ends: begun.ends, since: begun.at, now }, byLimits, runMs ?? longestRunMs)
  // Behind a closed gate nothing ends, and that it opens is known.
  if (pace?.kind === 'stalled' && from === now) return null
  const byPace = begun !== null && pace?.kind === 'goes' ? (turns + begun.underWay) / pace.perMs : null
  if (byLimits === null && byPace === null) return null
  return Math.round(from + Math.max(byLimits ?? 0, byPace ?? 0))
}

/** How many jobs go until all of these have: the queue is shared in turns, and nobody waits until more than all has gone. */
function turnsOf({ queued, standing }: Estimate): number {
  return queued === 0 ? 0 : Math.min(queued * standing.turns, Math.max(standing.queued, queued))
}

/**
 * How long it takes if the account goes on as fast as KIE allows and nobody else comes. Where nobody knows how long a
 * job runs there is an end only if the queue takes longer than any job would.
 */
function limitsMs(turns: number, { standing, window, runMs, longestRunMs }: Estimate): number | null {
  const beyond = Math.max(0, turns - Math.max(0, window.count - standing.windowUsed))
  const waitsMs = (beyond * window.windowMs) / window.count
  if (runMs === null && waitsMs < longestRunMs) return null
  return waitsMs + (runMs ?? USUAL_SHARE * longestRunMs)
}
