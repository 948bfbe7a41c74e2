import { STATES, type SubmitDecision } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { acceptJob, replayJob } from './accept/accept.ts'
import {
  actDetail,
  adoptResult,
  bindTask,
  cancelFound,
  requeueJob,
  resumeTask,
  stakeOf,
  takeRead,
  writeOffJob,
} from './acts/act.ts'
import { readAudit, readCallbackSigns, readForAct } from './acts/read-for-act.ts'
import { readAuditPage } from './acts/audit-page.ts'
import { createKeyLedger } from './access/key-ledger.ts'
import { readSpent } from './budget/spent-today.ts'
import { createBatchLedger } from './batches/batch-ledger.ts'
import { createBulkLedger } from './bulk/bulk-ledger.ts'
import { feedOnce } from './feed/feeder.ts'
import { listFailures } from './failures/list-failures.ts'
import { mayLookAtBalance, noteBalance, readBalanceSamples } from './credits/balance.ts'
import { forecastCredits } from './credits/forecast.ts'
import { pauseSubmissions, resumeSubmissions } from './gates/pause.ts'
import { tellChanges, type GateChange } from './gates/tell-changes.ts'
import { identifyLedger } from './guard/identify.ts'
import { rememberIntents, type IntentMemory } from './guard/remember-intents.ts'
import { isJobId, keysUnder } from './keys.ts'
import type { CancelOutcome, JobLedger, OperatorActs } from './ledger.ts'
import type { LedgerLimits } from './limits.ts'
import type { Detail, Moved } from './moved.ts'
import { quarantine } from './quarantine.ts'
import { parseRecord, type JobRecord } from './record.ts'
import { loadScripts, type RunScript, type ScriptName } from './scripts.ts'
import { readFigures } from './show/figures.ts'
import { readHistory, readTimeline } from './show/history.ts'
import { listJobs } from './show/list.ts'
import { readRunTimes } from './show/run-times.ts'
import { readWaiting } from './show/waiting.ts'
import { beginAttempt } from './submit/begin.ts'
import { endOverdue, findOverdue, type OverdueAttempt } from './submit/overdue.ts'
import { askReplicas } from './submit/replicas.ts'
import { recordAnswer, type AnsweredAttempt } from './submit/record-answer.ts'
import { forgetWorker, noteWorker, type WorkerSign } from './system/workers.ts'
import { claimReads, type ConfirmClaim } from './watch/claim.ts'
import { dropHint, recordConfirmation, type Confirmation } from './watch/confirm.ts'
import { storeHint } from './watch/hint.ts'
import { recordRead, type ReadEvidence, type ReadNote, type ReadTask } from './watch/record-read.ts'

export type Ledger = ReturnType<typeof createLedger>

/**
 * Everything that reads or changes the record of jobs. Redis, prefix and limits come from outside. Intents
 * are written on `intentRedis`: there the question for replicas follows, and holds up all that comes after it.
 */
export function createLedger(
  redis: Redis,
  prefix: string,
  limits: LedgerLimits,
  memory: IntentMemory = rememberIntents(),
  onGateChange: (change: GateChange) => void = () => undefined,
  intentRedis: Redis = redis,
) {
  const replicas = askReplicas(intentRedis, Math.max(1, limits.replicas))
  const runOn = (connection: Redis) =>
    quarantineDamaged(tellChanges(memory.remembering(loadScripts(connection, prefix)), onGateChange))
  const run = runOn(redis)
  const runIntents = intentRedis === redis ? run : runOn(intentRedis)
  return {
    ...requestSide(redis, prefix, run, limits),
    /** Learns which ledger this is, before anything is done with it. */
    identify: () => identifyLedger(run, memory),
    feed: () => feedOnce(run, limits),
    begin: (id: string, secret: string) => beginAttempt(runIntents, replicas, limits, id, secret),
    recordAnswer: (attempt: AnsweredAttempt, decision: SubmitDecision, detail: Detail) =>
      recordAnswer(run, limits, attempt, decision, detail),
    /** What is due, or will be within `aheadMs`: whoever reads that waits for its time. */
    claim: (max: number, aheadMs = 0) => claimReads(run, limits, max, aheadMs),
    recordRead: (task: ReadTask, note: ReadNote) => recordRead(run, limits, task, note),
    recordConfirmation: (
      claim: ConfirmClaim,
      confirmation: Confirmation,
      evidence: ReadEvidence,
      againInMs: number,
      detail: Detail = {},
    ) => recordConfirmation(run, limits, claim, confirmation, { evidence, detail, againInMs }),
    dropHint: (id: string, hint: { attempt: number; taskId: string; member: string }) =>
      dropHint(run, id, hint),
    audit: (count: number) => readAudit(redis, prefix, count),
    quarantine: (id: string, fault: string, unsentAttempt: number | null = null) =>
      quarantine(run, id, fault, unsentAttempt),
    findOverdue: (max: number) => findOverdue(run, max),
    endOverdue: (attempt: OverdueAttempt) => endOverdue(run, limits, attempt),
    mayLookAtBalance: () => mayLookAtBalance(redis, prefix, limits),
    noteBalance: (credits: number) => noteBalance(run, credits),
    noteWorker: (name: string, worker: WorkerSign) => noteWorker(run, name, worker),
    forgetWorker: (name: string) => forgetWorker(run, name),
  }
}

function requestSide(redis: Redis, prefix: string, run: RunScript, limits: LedgerLimits): JobLedger {
  const keys = keysUnder(prefix)

  async function read(id: string): Promise<JobRecord | null> {
    if (!isJobId(id)) return null
    const parsed = parseRecord(await redis.hgetall(keys.job(id)))
    // A salvaged record may lack its own name.
    return parsed.ok ? { ...parsed.job, id } : null
  }

  return {
    accept: (job, idempotency) => acceptJob(redis, prefix, run, limits, job, idempotency),
    replay: (idempotency) => replayJob(redis, prefix, run, idempotency),
    read,
    list: (query) => listJobs(redis, prefix, query),
    bulk: createBulkLedger(redis, prefix, run, limits),
    failures: (query) => listFailures(redis, prefix, query),
    timeline: (id) => readTimeline(redis, prefix, id),
    history: (id) => readHistory(redis, prefix, id),
    waitingFor: (jobs) => readWaiting(run, limits, jobs),
    runTimes: (models) => readRunTimes(redis, prefix, models),
    cancel: (id, by = 'kiln') => cancelJob(run, read, id, by),
    acts: operatorActs(redis, prefix, run, limits),
    callbackSigns: () => readCallbackSigns(redis, prefix),
    hint: (hint) => storeHint(run, limits, hint),
    batches: createBatchLedger(redis, prefix, run, limits),
    figures: () => readFigures(run),
    spentToday: (tenants, now) => readSpent(redis, prefix, tenants, Math.floor(now / limits.dayMs)),
    creditForecast: async () => forecastCredits(await readBalanceSamples(redis, prefix)),
    pause: (scope, by) => pauseSubmissions(run, scope, by),
    resume: (scope, by = 'kiln') => resumeSubmissions(run, scope, by),
    keys: createKeyLedger(redis, prefix, run),
    auditPage: (query) => readAuditPage(redis, prefix, query),
  }
}

function operatorActs(redis: Redis, prefix: string, run: RunScript, limits: LedgerLimits): OperatorActs {
  return {
    read: (id) => readForAct(redis, prefix, id),
    takeRead: (seen, asker, waitMs) => takeRead(run, limits, seen, asker, waitMs),
    requeue: (found, request) => requeueJob(run, found, request),
    adopt: (found, by, success, evidence) => adoptResult(run, limits, found, by, success, evidence),
    resume: (found, by, evidence) => resumeTask(run, limits, found, by, evidence),
    bind: (found, bind, evidence) => bindTask(run, limits, found, bind, evidence),
    writeOff: (found, by) => writeOffJob(run, found, by),
    cancel: (found, by) => cancelFound(run, found, by),
    settle: (task, note) => recordRead(run, limits, task, note),
  }
}

/** Whoever comes upon a damaged record puts it before a person, wherever that happens. */
function quarantineDamaged(run: RunScript): RunScript {
  return async <Answer>(name: ScriptName, args: object) => {
    const answer = await run<Answer>(name, args)
    const { kind, fault } = answer as { kind?: unknown; fault?: unknown }
    if (name !== 'transition' || kind !== 'damaged') return answer
    return run<Answer>('quarantine', { id: (args as { id: string }).id, fault })
  }
}

/** Others may change the job between the look and the cancel; more often than this they do not. */
const CANCEL_TRIES = 10

/** A queued job ends at once; one that was sent is marked, for KIE cannot stop a task. */
async function cancelJob(
  run: RunScript,
  read: (id: string) => Promise<JobRecord | null>,
  id: string,
  by: string,
): Promise<CancelOutcome> {
  for (let tries = 0; tries < CANCEL_TRIES; tries++) {
    const job = await read(id)
    if (!job) return { kind: 'notFound' }
    // Asking twice changes nothing.
    if (job.cancelRequestedAt !== null && STATES[job.state].live) return { kind: 'requested', job }
    const event = job.state === 'queued' ? 'canceled' : 'cancelRequested'
    const act = { act: 'cancel', by, credits: job.state === 'queued' ? 0 : stakeOf(job) } as const
    const moved = await run<Moved>('transition', {
      id,
      event,
      expect: { state: job.state, attempt: job.attempt },
      act,
      detail: actDetail(act),
    })
    if (moved.kind === 'gone') return { kind: 'notFound' }
    const quarantined = moved.kind === 'moved' && moved.state === 'parked'
    if (moved.kind === 'illegal' || quarantined) return { kind: 'refused', job }
    if (moved.kind !== 'moved') continue
    const after = (await read(id)) ?? job
    return { kind: event === 'canceled' ? 'canceled' : 'requested', job: after }
  }
  throw new Error(`job ${id} changed ${CANCEL_TRIES} times while it was to be canceled`)
}
