import { setTimeout as pause } from 'node:timers/promises'
import { atOnce, startPrivateRedis, startSimulatorProcess, startWorker } from '@kiln/local'
import { createLedger, ledgerLimits } from '@kiln/ledger'
import { pricedJob } from '@kiln/ledger/testing'
import { Redis } from 'ioredis'
import { memoryOf } from '../batch/memory-of.ts'
import type { Section } from '../benchmark.ts'
import { startBusyWatch } from '../due/busy.ts'
import { once } from './figure.ts'
import { watchProcessors } from './processor-time.ts'

const PREFIX = '{kiln}'
/** Ten windows of the real account in a second, and reads that nothing holds back. */
const RAISED = { KILN_SUBMIT_LIMIT: '1000/1s', KILN_POLL_LIMIT: '1000/1s', KILN_SUBMIT_CONCURRENCY: '100' }
const TASK_MS = 5_000
const AT_ONCE = 50
const LOOK_EVERY_MS = 100
const DAY_MS = 86_400_000

/** One worker, from a full queue to the last verdict, against a KIE that takes all it is given. */
export async function measureWork(jobs: number, tell: (progress: string) => void): Promise<Section> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const server = await startPrivateRedis({ kind: 'real' })
    closers.push(() => server.stop())
    const redis = new Redis(server.url)
    closers.push(async () => redis.disconnect())
    const simulator = await startSimulatorProcess({ env: { PORT: '0' } })
    closers.push(() => simulator.stop())
    await takeAll(simulator.url)
    await accept(redis, jobs)
    tell(`${jobs} jobs from the queue to their verdict`)
    const busy = startBusyWatch()
    const startedMs = performance.now()
    const worker = await startWorker({
      env: { REDIS_URL: server.url, KIE_BASE_URL: simulator.url, KIE_AI_API_KEY: 'nobody', ...RAISED },
    })
    closers.push(() => worker.stop())
    const processors = watchProcessors({ worker: worker.pid, redis: server.pid!, kie: simulator.pid })
    const seen = await watchStates(redis, jobs, startedMs)
    const { percent, ms } = processors()
    const { reads } = (await (await fetch(`${simulator.url}/_sim/books?charges=false`)).json()) as {
      reads: number
    }
    return {
      title: `${jobs} jobs through one worker, limits raised to 1,000 a second, tasks of ${TASK_MS / 1_000} s`,
      figures: [
        once('sent', 'jobs a second', (1_000 * jobs) / seen.sentMs),
        once('from the queue to the verdict', 'jobs a second', (1_000 * jobs) / seen.endedMs),
        once('running at once, at most', 'tasks', seen.mostRunning),
        once('reads', 'a job', reads / jobs),
        once('the worker', 'ms of processor a job', ms.worker / jobs),
        once('Redis', 'ms of processor a job', ms.redis / jobs),
        once('the worker', '% of one processor', percent.worker),
        once('Redis', '% of one processor', percent.redis),
        once('the simulated KIE', '% of one processor', percent.kie),
        once('the worker', 'MB', memoryOf(worker.pid).nowMB),
        once('machine busy', '%', busy()),
      ],
    }
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

async function takeAll(kieUrl: string): Promise<void> {
  const answer = await fetch(`${kieUrl}/_sim/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ submitLimit: null }),
  })
  if (!answer.ok) throw new Error(`the simulator refused: ${await answer.text()}`)
  await answer.body?.cancel()
}

async function watchStates(redis: Redis, jobs: number, startedMs: number) {
  let sentMs: number | null = null
  let mostRunning = 0
  for (;;) {
    const count = (state: string) => redis.zcard(`${PREFIX}:state:${state}`)
    const [queued, submitting, running, succeeded] = await Promise.all(
      ['queued', 'submitting', 'running', 'succeeded'].map(count),
    )
    const passedMs = performance.now() - startedMs
    mostRunning = Math.max(mostRunning, running!)
    if (queued === 0 && submitting === 0) sentMs ??= passedMs
    if (succeeded === jobs) return { sentMs: sentMs ?? passedMs, endedMs: passedMs, mostRunning }
    await pause(LOOK_EVERY_MS)
  }
}

async function accept(redis: Redis, jobs: number): Promise<void> {
  const ledger = createLedger(redis, PREFIX, LIMITS)
  await ledger.identify()
  await atOnce(
    AT_ONCE,
    Array.from({ length: jobs }, (_, n) => n),
    (n) => ledger.accept(jobOf(n), null),
  )
}

const jobOf = (n: number) =>
  pricedJob({
    id: `job_${n.toString(16).padStart(24, '0')}`,
    tenant: 'bench',
    input: { prompt: `a kiln at dusk, take ${n} [sim: durationMs=${TASK_MS}]` },
  })

const LIMITS = ledgerLimits({
  submitWindow: { count: 1_000, windowMs: 1_000 },
  weights: {},
  budgets: {},
  queuePerKey: {},
  pollWindow: { count: 1_000, windowMs: 1_000 },
  createTimeoutMs: 30_000,
  unconfirmedHorizonMs: DAY_MS,
  pollDeadlineMs: DAY_MS,
  creditProbeMs: DAY_MS,
  callbacks: false,
  speed: 1,
})
