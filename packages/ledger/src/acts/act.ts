import type { JobEvent, TaskResult } from '@kiln/lifecycle'
import type { LedgerLimits } from '../limits.ts'
import type { Detail, Moved } from '../moved.ts'
import { MICRO, type JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { chargedOf } from '../show/charged.ts'
import { evidenceOf, type ReadEvidence } from '../watch/record-read.ts'
import {
  seenOf,
  type Act,
  type Bulk,
  type ActOutcome,
  type Actor,
  type EditedInput,
  type JobForAct,
  type ReadPlace,
  type RequeueRequest,
  type Seen,
} from './acts.ts'
import { lastActOf } from './read-for-act.ts'

type Answer =
  | Extract<Moved, { kind: 'moved' | 'noted' | 'known' | 'damaged' | 'gone' }>
  | { kind: 'stale' | 'illegal'; state: string; lastAct?: string | false }
  | { kind: 'taken'; id: string }

/** The most that an attempt may cost: what is at stake when nobody knows whether it was charged. */
export function stakeOf({ ceiling, quoted }: Pick<JobRecord, 'ceiling' | 'quoted'>): number | 'unknown' {
  return ceiling ?? (quoted === 'unknown' ? 'unknown' : quoted.max)
}

/** An earlier result is told in the audit as far as it is short. */
const LONGEST_RESULT = 4_000

const micro = (credits: number) => Math.round(credits * MICRO)

interface ActBody {
  act: Act
  by: string
  event: JobEvent
  credits: number | 'unknown'
  confirmed?: boolean
  taskId?: string
  keepsInput?: boolean
  earlierResult?: string
  bulk?: Bulk
}

/** Said in the timeline: who, what, and what was at stake. */
export function actDetail({ by, act, credits, taskId, confirmed }: Omit<ActBody, 'event'>): Detail {
  return {
    by,
    act,
    creditsAtStake: credits,
    ...(confirmed && { confirmCharge: 'yes' }),
    ...(taskId !== undefined && { taskId }),
  }
}

async function perform(
  run: RunScript,
  found: JobForAct,
  body: ActBody,
  changes: object,
): Promise<ActOutcome> {
  // Nothing may be sent for what cannot be read.
  if (!found.readable) return { kind: 'unreadable' }
  const { job } = found
  const { event, ...rest } = body
  const { state, attempt, acts } = seenOf(job)
  const answer = await run<Answer>('transition', {
    id: job.id,
    event,
    expect: { state, attempt, hasResult: job.result !== null },
    act: { ...rest, seen: acts },
    detail: actDetail(body),
    ...changes,
  })
  return outcomeOf(answer)
}

function outcomeOf(answer: Answer): ActOutcome {
  switch (answer.kind) {
    case 'moved':
    case 'noted':
    case 'known':
      return { kind: 'done', state: answer.state }
    case 'stale':
    case 'illegal':
      // Quarantined on the way: it was parked already, and stays so.
      return answer.kind === 'illegal' && answer.state === 'parked'
        ? { kind: 'unreadable' }
        : { kind: 'stale', lastAct: lastActOf(answer.lastAct || null) }
    case 'damaged':
      return { kind: 'unreadable' }
    case 'taken':
      return { kind: 'taken', id: answer.id }
    case 'gone':
      return { kind: 'gone' }
  }
}

/** Opens a new attempt: the one act that may be charged again. */
export function requeueJob(run: RunScript, found: JobForAct, request: RequeueRequest): Promise<ActOutcome> {
  const { job } = found
  const { by, confirmed, edited, charged, bulk } = request
  const { result, collected, attempt } = job
  const earlierResult = result && JSON.stringify(result)
  const body: ActBody = {
    act: 'requeue',
    by,
    event: job.state === 'parked' ? 'resubmitted' : 'requeued',
    credits: stakeOf(edited ?? job),
    confirmed,
    ...(bulk && { bulk }),
    ...(edited && { keepsInput: true }),
    ...(earlierResult && { earlierResult: earlierResult.slice(0, LONGEST_RESULT) }),
  }
  return perform(run, found, body, {
    // Whoever wants it run again does not want it canceled.
    clear: ['cancelRequestedAt', 'resultlessReads', ...(edited?.ceiling === null ? ['ceilingMicro'] : [])],
    set: {
      ...(edited && fieldsOf(edited)),
      ...(result && { collected: [...collected, attempt].join(' ') }),
    },
    ...(charged !== null && { chargeMicro: micro(charged) }),
  })
}

function fieldsOf({ input, type, quoted, ceiling }: EditedInput): Record<string, string> {
  return {
    input: JSON.stringify(input),
    type,
    quoted: JSON.stringify(quoted),
    ...(ceiling !== null && { ceilingMicro: String(Math.ceil(ceiling * MICRO)) }),
  }
}

/** The task of an ended job had come to a result all along. */
export function adoptResult(
  run: RunScript,
  limits: LedgerLimits,
  found: JobForAct,
  by: Actor,
  success: { result: TaskResult; credits: number | null },
  evidence: ReadEvidence,
): Promise<ActOutcome> {
  const { result, credits } = success
  const body: ActBody = { act: 'adopt', ...by, event: 'rescued', credits: 0, ...taskOf(found.job.taskId) }
  return perform(run, found, body, {
    set: { result: JSON.stringify(result) },
    read: evidenceOf(evidence, limits),
    ...(credits !== null && { chargeMicro: micro(credits) }),
  })
}

/** The task of an ended job still runs: it is watched again, for as long as a new one. */
export function resumeTask(
  run: RunScript,
  limits: LedgerLimits,
  found: JobForAct,
  by: Actor,
  evidence: ReadEvidence,
): Promise<ActOutcome> {
  const body: ActBody = { act: 'resume', ...by, event: 'resumed', credits: 0, ...taskOf(found.job.taskId) }
  return perform(run, found, body, {
    clear: ['cancelRequestedAt', 'resultlessReads'],
    read: evidenceOf(evidence, limits),
    inMs: { due: 0, limit: limits.pollDeadlineMs },
  })
}

/** Gives a job that waits for one a task that KIE knows; the next read says how it goes. */
export function bindTask(
  run: RunScript,
  limits: LedgerLimits,
  found: JobForAct,
  bind: { by: string; act: Extract<Act, 'bind' | 'adopt' | 'resume'>; taskId: string },
  evidence: ReadEvidence,
): Promise<ActOutcome> {
  const isRequeue = bind.act !== 'bind'
  const body: ActBody = { ...bind, event: 'bound', credits: 0 }
  return perform(run, found, body, {
    set: { taskId: bind.taskId },
    clear: ['resultlessReads', ...(isRequeue ? ['cancelRequestedAt'] : [])],
    read: evidenceOf(evidence, limits),
    reached: found.job.attempt,
    window: limits.submitWindow,
    inMs: { due: 0, limit: limits.pollDeadlineMs },
  })
}

/** A queued job ends at once; one that was sent is marked, for KIE cannot stop a task. */
export function cancelFound(run: RunScript, found: JobForAct, by: Actor): Promise<ActOutcome> {
  const isQueued = found.job.state === 'queued'
  const credits = isQueued ? 0 : stakeOf(found.job)
  const body: ActBody = { act: 'cancel', ...by, event: isQueued ? 'canceled' : 'cancelRequested', credits }
  return perform(run, found, body, {})
}

export async function writeOffJob(
  run: RunScript,
  { job, charged }: JobForAct,
  by: string,
): Promise<ActOutcome> {
  const credits = stakeOf(job)
  // What is known to be charged is booked as wasted; what is not may be lost as well.
  const isUnknown = job.attempt > 0 && charged === null && credits !== 'unknown'
  const body = { act: 'writeOff', by, credits } as const
  const answer = await run<Answer>('write-off', {
    id: job.id,
    act: { ...body, seen: job.acts },
    detail: { ...actDetail(body), charged: chargedOf(charged)['charged']! },
    ...(isUnknown && { mayBeLostMicro: micro(credits) }),
  })
  return outcomeOf(answer)
}

/** One try to get a place in the read meter, before the reads of the watch. */
export async function takeRead(
  run: RunScript,
  limits: LedgerLimits,
  seen: Seen,
  asker: string,
  waitMs: number,
): Promise<ReadPlace> {
  const { id, ...expect } = seen
  type Raw = Exclude<ReadPlace, { kind: 'stale' }> | { kind: 'stale'; lastAct?: string | false }
  const answer = await run<Raw>('take-read', { id, expect, asker, waitMs, window: limits.pollWindow })
  return answer.kind === 'stale' ? { kind: 'stale', lastAct: lastActOf(answer.lastAct || null) } : answer
}

const taskOf = (taskId: string | null) => (taskId === null ? {} : { taskId })
