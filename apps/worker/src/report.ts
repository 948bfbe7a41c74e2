import type { TaskOrigin } from '@kiln/kie-client'
import {
  rollbackLine,
  tellGateChange,
  type BatchStep,
  type Bulk,
  type BulkRecord,
  type ConfirmClaim,
  type GateChange,
  type JobRecord,
  type Ledger,
  type Moved,
  type Rollback,
} from '@kiln/ledger'
import {
  isEnded,
  type BulkStep,
  type Gate,
  type KieWords,
  type ReadDecision,
  type ReadOutcome,
  type State,
  type SubmitDecision,
  type SubmitOutcome,
} from '@kiln/lifecycle'
import type { FailureLabel, Logger, RepeatLimiter, WorkerMetrics } from '@kiln/telemetry'

type OverdueAttempt = Parameters<Ledger['endOverdue']>[0]
type Confirmed = Awaited<ReturnType<Ledger['recordConfirmation']>>

interface Answered {
  decision: SubmitDecision
  outcome: SubmitOutcome | null
  moved: Moved
  ms: number
}

interface Read {
  decision: ReadDecision
  outcome: ReadOutcome
  origin: TaskOrigin | null
  moved: Moved
  now: number
}

/** Everything the worker tells: one line per event, and the figures. Nothing here changes a job. */
export interface Report {
  exchanged(endpoint: 'createTask' | 'recordInfo', outcome: SubmitOutcome | ReadOutcome, tookMs: number): void
  begun(job: JobRecord, attempt: number, now: number): void
  waited(jobId: string, gate: Gate): void
  answered(job: JobRecord, attempt: number, answered: Answered): void
  /** KIE's answer could not be written down yet; its task id stands here in case it never is. */
  answerNotWritten(job: JobRecord, attempt: number, outcome: SubmitOutcome | null, error: unknown): void
  /** KIE took a task that the ledger had no place for any more: it may be paid for and unwatched. */
  answerCameLate(job: JobRecord, attempt: number, taskId: string): void
  read(job: JobRecord, read: Read): void
  confirmed(claim: ConfirmClaim, confirmed: Confirmed): void
  overdue(attempt: OverdueAttempt, moved: Moved): void
  quarantined(jobId: string, fault: string): void
  /** Redis went back in time: nothing is submitted until an operator resumes. */
  rolledBack(rollback: Rollback): void
  resumed(): void
  gateChanged(change: GateChange): void
  /** Lines of a batch became jobs, or jobs of a canceled one ended. */
  batchAdvanced(step: Extract<BatchStep, { kind: 'advanced' }>): void
  /** A job that a bulk act has changed. */
  bulkActed(bulk: BulkRecord, job: JobRecord, outcome: Bulk['outcome']): void
  bulkEnded(bulk: BulkRecord, end: Extract<BulkStep, { kind: 'end' }>): void
  /** This machine's clock is so far ahead of Redis'. */
  clockSeen(skewMs: number): void
  /** KIE did not say what is left. */
  balanceUnknown(words: KieWords): void
  /** How far the ledger went is remembered in memory alone. */
  markNotKept(error: unknown): void
  /** Something failed that is tried again by itself; told once a second at most. */
  fault(
    step: 'submit' | 'watch' | 'sweep' | 'feed' | 'balance' | 'presence' | 'batches' | 'bulk' | 'redis',
    error: unknown,
  ): void
}

/** Further off than this somebody may want to know; nothing in kiln depends on it. */
const CLOCK_OFF_MS = 5_000

export function createReport(log: Logger, repeats: RepeatLimiter, metrics: WorkerMetrics): Report {
  function finished(job: JobRecord, state: State, failure: FailureLabel) {
    if (!isEnded(state)) return
    metrics.jobFinished({ model: job.model, state, failure: state === 'failed' ? failure : 'none' })
  }

  return {
    exchanged(endpoint, outcome, tookMs) {
      const code = 'words' in outcome ? outcome.words.code : '200'
      metrics.kieAnswered({ endpoint, code, class: outcome.class, tookMs })
    },

    begun(job, attempt, now) {
      if (attempt === 1) metrics.jobBegun({ model: job.model, waitedMs: now - job.createdAt })
    },

    waited(jobId, gate) {
      log.debug({ event: 'waited', job: jobId, gate }, 'told to wait')
    },

    answered(job, attempt, { decision, outcome, moved, ms }) {
      if (moved.kind !== 'moved') return
      log.info(
        {
          event: decision.event,
          job: job.id,
          model: job.model,
          attempt,
          state: moved.state,
          class: outcome?.class ?? 'notSent',
          ...wordsOf(outcome),
          ms: Math.round(ms),
        },
        'createTask answered',
      )
      finished(job, moved.state, 'failure' in decision ? decision.failure.class : 'none')
    },

    answerNotWritten(job, attempt, outcome, error) {
      const taskId = outcome?.class === 'accepted' ? outcome.taskId : null
      const fields = { event: 'answerNotWritten', job: job.id, model: job.model, attempt, taskId, err: error }
      repeats.warn(`answer of ${job.id}`, fields, 'Redis did not take the answer; trying again')
    },

    answerCameLate(job, attempt, taskId) {
      log.error(
        { event: 'strayTask', job: job.id, model: job.model, attempt, taskId },
        'a second task was made',
      )
    },

    read(job, { decision, outcome, origin, moved, now }) {
      if (moved.kind !== 'moved') return
      log.info(
        {
          event: decision.event,
          job: job.id,
          model: job.model,
          attempt: job.attempt,
          state: moved.state,
          class: outcome.class,
          ...wordsOf(outcome),
          polls: job.polls + 1,
        },
        'read decided',
      )
      finished(job, moved.state, 'failure' in decision ? decision.failure.class : 'none')
      if (outcome.class === 'succeeded' || outcome.class === 'failed') {
        metrics.verdictSeen({ model: job.model, ...taskTimes(origin, now), reads: job.polls + 1 })
      }
    },

    confirmed({ job, attempt, taskId }, confirmed) {
      const line = { event: `callback:${confirmed}`, job: job.id, model: job.model, attempt, taskId }
      if (confirmed === 'stray') log.error(line, 'a callback named a paid task that no attempt waits for')
      else if (confirmed === 'askAgain') log.debug(line, 'callback not yet confirmed')
      else log.info(line, 'callback confirmed against KIE')
      if (confirmed === 'rescued') finished(job, job.state === 'failed' ? 'succeeded' : job.state, 'none')
    },

    overdue(attempt, moved) {
      if (moved.kind !== 'moved') return
      const event = attempt.state === 'submitting' ? 'lost' : 'horizonPassed'
      log.warn({ event, job: attempt.id, attempt: attempt.attempt, state: moved.state }, 'no answer in time')
    },

    quarantined(jobId, fault) {
      log.error({ event: 'quarantined', job: jobId, state: 'parked', fault }, 'a record cannot be read')
    },

    rolledBack(rollback) {
      const { fields, message } = rollbackLine(rollback)
      log.fatal(fields, message)
    },

    resumed() {
      log.info({ event: 'submissionsResumed' }, 'submissions go on')
    },

    gateChanged(change) {
      tellGateChange(change, { log, metrics })
    },

    batchAdvanced({ id, made, canceled }) {
      log.debug({ event: 'batchAdvanced', batch: id, made, canceled: canceled.length }, 'a slice of a batch')
      for (const model of canceled) metrics.jobFinished({ model, state: 'canceled', failure: 'none' })
    },

    bulkActed({ id, by }, job, outcome) {
      const fields = { event: outcome, job: job.id, model: job.model, attempt: job.attempt, bulk: id, by }
      log.warn(fields, 'a bulk act changed a job')
      if (outcome === 'adopted') finished(job, 'succeeded', 'none')
      if (outcome === 'canceled') finished(job, 'canceled', 'none')
    },

    bulkEnded({ id, act, by, did, skipped }, { status, why }) {
      log.warn({ event: 'bulkEnded', bulk: id, act, by, status, why, did, skipped }, 'a bulk act ended')
    },

    clockSeen(skewMs) {
      if (Math.abs(skewMs) < CLOCK_OFF_MS) return
      repeats.warn(
        'clock',
        { event: 'clockOff', skewMs },
        "this machine's clock is off; kiln goes by Redis' clock",
      )
    },

    balanceUnknown(words) {
      repeats.warn('balance', { event: 'balanceUnknown', ...words }, 'KIE did not tell the balance')
    },

    markNotKept(error) {
      log.warn(
        { event: 'markNotKept', err: error },
        'a Redis that goes back in time while no worker runs will not be noticed; ' +
          'set KILN_STATE_DIR to a folder that can be written',
      )
    },

    fault(step, error) {
      repeats.warn(
        `${step}: ${String((error as { message?: unknown }).message)}`,
        { event: 'fault', step, err: error },
        'will try again',
      )
    },
  }
}

function wordsOf(outcome: SubmitOutcome | ReadOutcome | null): { code?: string; message?: string } {
  return outcome !== null && 'words' in outcome ? outcome.words : {}
}

/** How long KIE took, and how long the verdict took to be seen; null where KIE gives no time. */
function taskTimes(origin: TaskOrigin | null, now: number): { taskMs: number | null; lagMs: number | null } {
  const { createTime = null, completeTime = null } = origin ?? {}
  return {
    taskMs: createTime === null || completeTime === null ? null : completeTime - createTime,
    lagMs: completeTime === null ? null : now - completeTime,
  }
}
