import { setTimeout as delay } from 'node:timers/promises'
import type { WorkerConfig } from '@kiln/config'
import type { FailPoints } from '@kiln/fail-points'
import type { KieClient } from '@kiln/kie-client'
import { startFeeder, type Ledger, type SubmitQueue } from '@kiln/ledger'
import { nextReadAt, scaleTiming, REAL_TIMING, type ReadOutcome, type TypicalSeconds } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { startExpander } from './batches/batch-expander.ts'
import { startBulkActs } from './bulk/bulk-acts.ts'
import type { MonotonicClock } from './clock.ts'
import { watchBalance } from './credits/balance-watch.ts'
import { announcePresence } from './presence/presence.ts'
import type { Report } from './report.ts'
import { submitJob } from './submit/submit-job.ts'
import { startSubmitWorker } from './submit/submit-worker.ts'
import type { UnwrittenAnswers } from './submit/unwritten-answers.ts'
import { startSweeper } from './sweep/sweeper.ts'
import { confirmCallback } from './watch/confirm-callback.ts'
import { keepPace } from './watch/pace-keeper.ts'
import { readTask, type ReadDeps } from './watch/read-task.ts'
import { startRedisClock } from './watch/redis-clock.ts'
import { startWatcher } from './watch/watcher.ts'

export interface WorkerDeps {
  config: WorkerConfig
  /** For BullMQ's worker alone: it blocks on copies of it. */
  queueConnection: Redis
  queue: SubmitQueue
  ledger: Ledger
  kie: KieClient
  failPoints: FailPoints
  report: Report
  unwritten: UnwrittenAnswers
  clock: MonotonicClock
  random: () => number
  /** What the catalogue says of how long a model takes. */
  typicalOf: (model: string) => TypicalSeconds | null
  readTimeoutMs: number
}

export interface RunningWorker {
  /** Takes nothing new and finishes the steps under way. */
  stop(): Promise<void>
}

/** How many reads may be on the wire at once; the read meter keeps the pace. */
const MAX_READS = 50
/** Longer than Redis' disk nearly ever takes; a callback that comes meanwhile has its read wait no longer than this. */
const CLAIMED_AHEAD_MS = 50
/** Between two looks for reads that others made due. */
const MAX_SLEEP_MS = 1_000
const LEAST_MAX_SLEEP_MS = 20
const SWEEP_EVERY_MS = 2_000
const FEED_AT_LEAST_EVERY_MS = 1_000

/** Puts the worker together: submit, watch and sweep around one ledger. */
export function buildWorker(deps: WorkerDeps): RunningWorker {
  const { config, queue, ledger, report, clock, random } = deps
  const { creditProbeMs } = config.timing
  const submitWindowMs = config.submit.limit.windowMs
  const timing = { ...scaleTiming(REAL_TIMING, config.speed), creditProbeMs, submitWindowMs }
  const feeder = startFeeder({
    feed: ledger.feed,
    ring: queue.ring,
    onError: (error) => report.fault('feed', error),
    idleMs: FEED_AT_LEAST_EVERY_MS,
  })
  const shared = { ledger, kie: deps.kie, timing, report, requestFeed: feeder.request }

  const pace = keepPace(deps.typicalOf)
  const firstReadMs = (model: string) => {
    const task = { submittedAt: 0, limitAt: config.timing.pollDeadlineMs, now: 0 }
    return nextReadAt(task, timing, random(), pace.of(model))
  }
  const submitDeps = {
    ...shared,
    clock,
    createTimeoutMs: config.timing.createTimeoutMs,
    firstReadMs,
    callbackBase: config.kie.callbackUrl,
    pause: (ms: number) => delay(ms),
    unwritten: deps.unwritten,
  }
  const submitting = startSubmitWorker({
    connection: deps.queueConnection,
    prefix: config.redis.prefix,
    concurrency: config.submit.concurrency,
    submit: deps.failPoints.around('doorbell', (jobId: string) => submitJob(submitDeps, jobId)),
    onError: (error) => report.fault('submit', error),
  })

  const redisClock = startRedisClock(clock)
  const readDeps: ReadDeps = {
    ...shared,
    clock,
    pace,
    random,
    readTimeoutMs: deps.readTimeoutMs,
    redisNow: () => redisClock.nowMs(),
  }
  const watcher = startWatcher({
    ledger,
    report,
    clock,
    read: (claim) => readTask(readDeps, claim),
    confirm: (claim) => confirmCallback(readDeps, claim),
    redisClock,
    onPacing: (pacing) => pace.learn(pacing),
    maxReads: MAX_READS,
    aheadMs: Math.round(CLAIMED_AHEAD_MS / config.speed),
    maxSleepMs: Math.max(LEAST_MAX_SLEEP_MS, MAX_SLEEP_MS / config.speed),
  })
  const sweeper = startSweeper({
    ledger,
    report,
    random,
    requestFeed: feeder.request,
    everyMs: Math.max(100, SWEEP_EVERY_MS / config.speed),
  })
  const expander = startExpander({ ...shared, advance: () => ledger.batches.advance() })
  const actDeps = {
    kie: deps.kie,
    acts: ledger.acts,
    timing,
    readTimeoutMs: deps.readTimeoutMs,
    onAnswer: (outcome: ReadOutcome, ms: number) => report.exchanged('recordInfo', outcome, ms),
  }
  const bulkActs = startBulkActs({
    ...shared,
    failPoints: deps.failPoints,
    actDeps,
    readMeter: config.poll.limit,
  })
  const balance = watchBalance({ ...shared, everyMs: creditProbeMs })
  const presence = announcePresence({ ...shared, config })

  return {
    async stop() {
      await Promise.all([
        bulkActs.stop(),
        expander.stop(),
        sweeper.stop(),
        watcher.stop(),
        balance.stop(),
        submitting.close(),
      ])
      await presence.stop()
      await feeder.stop()
      await queue.close()
    },
  }
}
