import { callbackToken, classifySubmit, tellExchange, type KieClient, type Told } from '@kiln/kie-client'
import { isRedisAway, type Begun, type Ledger, type Moved } from '@kiln/ledger'
import {
  decideSubmit,
  NOT_TRIED,
  type DecisionTiming,
  type SubmitDecision,
  type SubmitOutcome,
} from '@kiln/lifecycle'
import type { MonotonicClock } from '../clock.ts'
import type { Report } from '../report.ts'
import { callbackUrl, drawSecret } from './callback-url.ts'
import type { UnwrittenAnswers } from './unwritten-answers.ts'

export interface SubmitDeps {
  ledger: Pick<Ledger, 'begin' | 'recordAnswer' | 'quarantine'>
  kie: Pick<KieClient, 'createTask'>
  timing: DecisionTiming
  clock: MonotonicClock
  report: Report
  /** Total time of one call, counted from before `begin`. */
  createTimeoutMs: number
  /** How long to wait before a new task of this model is read. */
  firstReadMs: (model: string) => number
  callbackBase: string | null
  pause: (ms: number) => Promise<void>
  requestFeed: () => void
  unwritten: UnwrittenAnswers
}

interface Posted {
  decision: SubmitDecision
  outcome: SubmitOutcome | null
  /** For the timeline. */
  detail: Told
  /** How long KIE took to answer; absent when nothing was posted. */
  roundTripMs?: number
}

type Started = Extract<Begun, { kind: 'go' }>

/**
 * One doorbell: begin, post once, write down what came of it. Run twice, or run after its job
 * was taken, it posts nothing.
 */
export async function submitJob(deps: SubmitDeps, jobId: string): Promise<void> {
  const startedMs = deps.clock.nowMs()
  const secret = drawSecret()
  const begun = await deps.ledger.begin(jobId, secret)
  if (begun.kind === 'damaged') {
    await deps.ledger.quarantine(jobId, begun.fault, begun.attempt)
    deps.report.quarantined(jobId, begun.fault)
  }
  if (begun.kind === 'wait') {
    deps.report.waited(jobId, begun.gate)
    deps.requestFeed()
  }
  if (begun.kind !== 'go') return

  deps.report.begun(begun.job, begun.attempt, begun.now)
  const begunMs = deps.clock.nowMs()
  const timeoutMs = deps.createTimeoutMs - (begunMs - startedMs)
  const posted = await postOnce(deps, begun, secret, { begunMs, timeoutMs })
  const { decision, outcome } = posted
  const moved = await writeDown(deps, begun, secret, posted)
  deps.report.answered(begun.job, begun.attempt, {
    decision,
    outcome,
    moved,
    ms: deps.clock.nowMs() - startedMs,
  })
  warnOfSecondTask(deps, begun, decision, moved)
  deps.requestFeed()
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
const MAX_TRIES = 10
/** How long Redis may take before the answer is told, so that it stands somewhere. */
const SILENCE_MS = 1_000

/**
 * An answer may name a task that was paid for, so it is kept until Redis takes it: Redis may be
 * full, or in the middle of a failover. Only the end of this process gives it up.
 */
async function writeDown(
  deps: SubmitDeps,
  { job, attempt, now }: Started,
  secret: string,
  { decision, outcome, detail, roundTripMs }: Posted,
): Promise<Moved> {
  const mustBeKept = (error: unknown) => outcome?.class === 'accepted' || isRedisAway(error)
  for (let tries = 1; ; tries++) {
    // A command may wait for as long as Redis is away, without failing, and be cut off with the process.
    const tell = () => deps.report.answerNotWritten(job, attempt, outcome, new Error('Redis is silent'))
    const takeOff = deps.unwritten.add(tell)
    const silence = setTimeout(tell, SILENCE_MS)
    try {
      const intent = { secret, at: now }
      const firstReadMs = deps.firstReadMs(job.model)
      return await deps.ledger
        .recordAnswer({ id: job.id, attempt, intent, roundTripMs, firstReadMs }, decision, detail)
        .finally(() => clearTimeout(silence))
        .finally(takeOff)
    } catch (error) {
      deps.report.answerNotWritten(job, attempt, outcome, error)
      // Nothing was paid for, and Redis will not take it: the sweep sees to the attempt.
      if (tries >= MAX_TRIES && !mustBeKept(error)) throw error
      await deps.pause(Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS))
    }
  }
}

async function postOnce(
  deps: SubmitDeps,
  begun: Started,
  secret: string,
  { begunMs, timeoutMs }: { begunMs: number; timeoutMs: number },
): Promise<Posted> {
  const { job, attempt } = begun
  // Held up since `begin`: others may count this intent as lost by now, so it must not be sent.
  if (timeoutMs <= 0) return { decision: NOT_TRIED, outcome: null, detail: NOT_POSTED }
  // A failover might forget the intent, and the job would be sent again.
  if (!begun.replicated) {
    const decision = { ...NOT_TRIED, pauseMs: deps.timing.retryPauseMs }
    return { decision, outcome: null, detail: NOT_REPLICATED }
  }
  const callBackUrl =
    deps.callbackBase && callbackUrl(deps.callbackBase, callbackToken(job.id, attempt, secret))
  const sentMs = deps.clock.nowMs()
  const exchange = await deps.kie.createTask(
    { model: job.model, input: job.input, ...(callBackUrl && { callBackUrl }) },
    { timeoutMs },
  )
  const roundTripMs = deps.clock.nowMs() - sentMs
  const outcome = classifySubmit(exchange)
  deps.report.exchanged('createTask', outcome, roundTripMs)
  return {
    decision: decideSubmit({ retriesLeft: job.retries - job.retriesUsed }, outcome, deps.timing),
    outcome,
    detail: {
      call: 'createTask',
      class: outcome.class,
      ...tellExchange(exchange),
      ...(outcome.class === 'accepted' && { taskId: outcome.taskId }),
      sentAfterMs: Math.round(sentMs - begunMs),
      ms: Math.round(roundTripMs),
    },
    roundTripMs,
  }
}

const NOT_POSTED: Told = { class: 'notSent', message: 'held up past the deadline; nothing was posted' }

const NOT_REPLICATED: Told = { class: 'notSent', message: 'no replica held the intent; nothing was posted' }

/** A task that could not be written down, because another was bound meanwhile, is paid for too. */
function warnOfSecondTask(deps: SubmitDeps, begun: Started, decision: SubmitDecision, moved: Moved): void {
  if (decision.event !== 'bound' || moved.kind === 'moved' || moved.kind === 'known') return
  deps.report.answerCameLate(begun.job, begun.attempt, decision.taskId)
}
