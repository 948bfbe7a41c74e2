import type { Standing } from '@kiln/ledger'

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
}

/** A gate that only a person opens stands this far off. */
const NO_END = 1e15

/** Of the longest run, where nothing else is known: most jobs take no more. */
const USUAL_SHARE = 0.1

/**
 * When all is likely to be done if the account goes on as fast as KIE allows and nobody else comes: the queue
 * is shared in turns, and nobody waits longer than until all of it has gone. Where nobody knows how long a job runs
 * there is an end only if the queue takes longer than any job would.
 */
export function estimateEnd({
  queued,
  runs,
  standing,
  window,
  runMs,
  longestRunMs,
}: Estimate): number | null {
  if (queued === 0 && !runs) return null
  const { now, heldUntil } = standing
  if (heldUntil !== null && heldUntil >= NO_END) return null
  const turns = queued === 0 ? 0 : Math.min(queued * standing.turns, Math.max(standing.queued, queued))
  const beyond = Math.max(0, turns - Math.max(0, window.count - standing.windowUsed))
  const waitsMs = (beyond * window.windowMs) / window.count
  if (runMs === null && waitsMs < longestRunMs) return null
  return Math.round(Math.max(now, heldUntil ?? now) + waitsMs + (runMs ?? USUAL_SHARE * longestRunMs))
}
