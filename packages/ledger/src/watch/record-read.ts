import {
  bucketOf,
  BUCKETS,
  LEVEL_RUNS,
  MOST_RUNS,
  PARTS_OF_A_BUCKET,
  PARTS_OF_A_RUN,
  type ReadDecision,
  type ReadHold,
} from '@kiln/lifecycle'
import type { LedgerLimits } from '../limits.ts'
import type { Detail, Moved } from '../moved.ts'
import { MICRO } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { failedWith } from '../failures/failed-with.ts'
import { chargedByRead } from '../show/charged.ts'
import { closureOf, healthOf } from '../submit/record-answer.ts'

export interface ReadTask {
  id: string
  attempt: number
  taskId: string
  hintsSeen: number
}

/** What one read says about the account, whatever it says about the task. */
export interface ReadEvidence {
  /** KIE answered in order: the key works and reads are served. */
  ok: boolean
  /** Redis time before the read was sent. */
  askedAt: number
  hold: ReadHold | null
}

/** What one read of a watched task showed. */
export interface ReadNote {
  decision: ReadDecision
  evidence: ReadEvidence
  /** Redis time the decision was made for. */
  now: number
  /** How long KIE took, when the read shows that it is done. */
  ranMs?: number
  /** Set for reads worth a line in the timeline. */
  detail: Detail | null
}

/**
 * Settles one read in one script. Compared on attempt and task, not on the lease: a reader
 * whose lease ran out still brings a true answer.
 */
export async function recordRead(
  run: RunScript,
  limits: LedgerLimits,
  task: ReadTask,
  note: ReadNote,
): Promise<Moved> {
  const { decision } = note
  return run<Moved>('transition', {
    id: task.id,
    expect: { attempt: task.attempt, taskId: task.taskId },
    hintsSeen: task.hintsSeen,
    read: evidenceOf(note.evidence, limits),
    ...(note.detail && { detail: { ...note.detail, ...chargedByRead(decision) } }),
    ...ranOf(note, limits),
    ...changesOf(decision, limits, note.now),
  })
}

/** How the script counts, as the lifecycle does. */
const COUNTING = {
  buckets: BUCKETS,
  parts: PARTS_OF_A_RUN,
  most: MOST_RUNS * PARTS_OF_A_RUN,
  bucketParts: PARTS_OF_A_BUCKET,
  levelRuns: LEVEL_RUNS,
}

/** What its model's run times learn from it. A task that KIE had no credits for says nothing of its model. */
function ranOf({ decision, ranMs }: ReadNote, limits: LedgerLimits): object {
  if (ranMs === undefined || ('failure' in decision && decision.failure.class === 'noCredits')) return {}
  return { ran: { bucket: bucketOf(ranMs, limits.runTimeUnitMs), ...COUNTING } }
}

function changesOf(decision: ReadDecision, limits: LedgerLimits, now: number): object {
  switch (decision.event) {
    case 'succeeded':
      return {
        event: 'succeeded',
        set: { result: JSON.stringify(decision.result) },
        add: { polls: 1 },
        ...healthOf(null, limits),
        ...charge(decision.creditsConsumed),
      }
    case 'failed':
      return {
        event: 'failed',
        ...failedWith(decision.failure),
        add: { polls: 1 },
        ...healthOf(decision.failure, limits),
        ...charge(decision.creditsConsumed),
      }
    case 'retried':
      return {
        event: 'retried',
        ...charge(decision.creditsConsumed),
        add: { polls: 1, [decision.gate ? 'creditReturns' : 'retriesUsed']: 1 },
        ...(decision.gate && { gate: closureOf(decision.gate, limits) }),
        inMs: { later: decision.pauseMs },
      }
    case 'limitPassed':
      return { event: 'limitPassed', add: { polls: 1 }, inMs: { due: decision.readAt - now } }
    case 'watchEnded':
      return { event: 'watchEnded', add: { polls: 1 }, set: { parkedReason: 'noVerdict' } }
    case 'vanished':
      return { event: 'vanished', add: { polls: 1 }, set: { parkedReason: 'taskVanished' } }
    case 'resultless':
      return {
        event: 'resultless',
        add: { polls: 1 },
        ...charge(decision.creditsConsumed),
        set: { parkedReason: 'noResult' },
      }
    case null:
      return {
        add: { polls: 1, ...(decision.resultless && { resultlessReads: 1 }) },
        inMs: { due: decision.readAt - now },
      }
  }
}

function charge(credits: number | null): { chargeMicro?: number } {
  return credits === null ? {} : { chargeMicro: Math.round(credits * MICRO) }
}

export function evidenceOf({ ok, askedAt, hold }: ReadEvidence, limits: LedgerLimits) {
  return { ok, askedAt, ...(hold && { gate: holdOf(hold, limits) }) }
}

function holdOf(hold: ReadHold, limits: LedgerLimits) {
  if (hold.gate === 'reads') return { ...hold, probeMs: 0, reads: true }
  return { ...closureOf(hold, limits), reads: hold.gate !== 'credits' }
}
