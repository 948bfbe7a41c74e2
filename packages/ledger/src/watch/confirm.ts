import type { TaskResult } from '@kiln/lifecycle'
import type { LedgerLimits } from '../limits.ts'
import type { Detail, Moved } from '../moved.ts'
import { MICRO } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import type { ConfirmClaim } from './claim.ts'
import { chargedOf } from '../show/charged.ts'
import { evidenceOf, type ReadEvidence } from './record-read.ts'

/** What a read said about the task that a callback had named. */
export type Confirmation =
  /** KIE knows the task, and it was made for this attempt. */
  | { kind: 'ours'; verdict: 'pending' | 'failed' | { result: TaskResult; credits: number | null } }
  /** Another attempt's or another job's task, or none at all. */
  | { kind: 'refused' }
  /** KIE could not say; ask again. */
  | { kind: 'undecided' }

export type Confirmed = 'bound' | 'rescued' | 'stray' | 'refused' | 'nothingToDo' | 'askAgain'

/** The read that was to confirm it. */
interface Asked {
  evidence: ReadEvidence
  /** What KIE said, for the timeline. */
  detail: Detail
  /** When to ask again, where that is called for. */
  againInMs: number
}

/** Binds a confirmed task where the job still waits for one, else sees to what it cost. */
export async function recordConfirmation(
  run: RunScript,
  limits: LedgerLimits,
  claim: ConfirmClaim,
  confirmation: Confirmation,
  { evidence, detail, againInMs }: Asked,
): Promise<Confirmed> {
  const acted = await act(run, limits, claim, confirmation, detail)
  // The job moved meanwhile: what it is now is asked about at once.
  const confirmed = acted === 'raced' ? 'askAgain' : acted
  const { job, member, attempt, taskId } = claim
  const verdict = confirmation.kind === 'ours' ? confirmation.verdict : 'pending'
  const credits = typeof verdict === 'object' ? verdict.credits : null
  await run('resolve-hint', {
    id: job.id,
    member,
    attempt,
    taskId,
    read: evidenceOf(evidence, limits),
    detail,
    ...((confirmed === 'refused' || confirmed === 'nothingToDo') && { became: confirmed }),
    ...(confirmed === 'askAgain' && { againInMs: acted === 'raced' ? 0 : againInMs }),
    ...(confirmed === 'stray' && { stray: credits === null ? {} : { micro: Math.round(credits * MICRO) } }),
  })
  return confirmed
}

async function act(
  run: RunScript,
  limits: LedgerLimits,
  claim: ConfirmClaim,
  confirmation: Confirmation,
  detail: Detail,
): Promise<Confirmed | 'raced'> {
  if (confirmation.kind === 'refused') return 'refused'
  if (confirmation.kind === 'undecided') return 'askAgain'
  const { job } = claim
  const { verdict } = confirmation
  const current = claim.attempt === job.attempt
  // A person has had this result, and wants another.
  const isHad = job.state === 'queued' || claim.knownTaskId === claim.taskId
  if (isHad && job.collected.includes(claim.attempt)) return 'nothingToDo'
  // A job that waits again gains nothing from a task that failed: it was released, or sent back for it.
  if (job.state === 'queued' && verdict === 'failed') return 'nothingToDo'
  const waitsForTask = current
    ? ['queued', 'submitting', 'unconfirmed', 'parked'].includes(job.state)
    : job.state === 'queued'
  if (waitsForTask) return bind(run, limits, claim, detail)
  const watched = current && job.taskId === claim.taskId && (job.state === 'running' || job.state === 'late')
  if (watched) return 'nothingToDo'
  // Too late to bind: only a finished task says what it cost, or brings a result.
  if (verdict === 'pending') return 'askAgain'
  const knownTask = current && job.taskId === claim.taskId
  if (current && job.result === null && (job.state === 'failed' || job.state === 'canceled')) {
    return verdict === 'failed' ? 'nothingToDo' : rescue(run, claim, verdict, detail)
  }
  return knownTask || verdict === 'failed' ? 'nothingToDo' : 'stray'
}

async function bind(
  run: RunScript,
  limits: LedgerLimits,
  claim: ConfirmClaim,
  detail: Detail,
): Promise<Confirmed | 'raced'> {
  const { job, taskId, attempt } = claim
  const moved = await run<Moved>('transition', {
    id: job.id,
    event: 'bound',
    expect: { state: job.state, attempt: job.attempt },
    set: { taskId },
    reached: attempt,
    window: limits.submitWindow,
    inMs: { due: 0, limit: limits.pollDeadlineMs },
    detail: { ...detail, taskId, by: 'callback', ofAttempt: attempt },
  })
  return moved.kind === 'moved' ? 'bound' : 'raced'
}

async function rescue(
  run: RunScript,
  claim: ConfirmClaim,
  success: { result: TaskResult; credits: number | null },
  detail: Detail,
): Promise<Confirmed | 'raced'> {
  const { job, taskId } = claim
  const moved = await run<Moved>('transition', {
    id: job.id,
    event: 'rescued',
    expect: { state: job.state, attempt: job.attempt, hasResult: false },
    set: { taskId, result: JSON.stringify(success.result) },
    ...(success.credits !== null && { chargeMicro: Math.round(success.credits * MICRO) }),
    detail: { ...detail, taskId, by: 'callback', ...chargedOf(success.credits) },
  })
  return moved.kind === 'moved' ? 'rescued' : 'raced'
}

/** Takes a hint off the list that led to a damaged record. */
export async function dropHint(
  run: RunScript,
  id: string,
  hint: { attempt: number; taskId: string; member: string },
): Promise<void> {
  await run('resolve-hint', { id, ...hint })
}
