import { setTimeout as pause } from 'node:timers/promises'
import { startPrivateRedis, startSourceProcess, type PrivateRedis } from '@kiln/local'
import type { Books, Draw } from '@kiln/simulator'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { drawJob, type DrawnJob } from '../load/draw-jobs.ts'
import { drawFor } from '../scenarios/draw-for.ts'
import { EVERYDAY_FAULTS, USUAL_LOAD } from '../scenarios/everyday.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { planLives, type Lives } from '../stack/lives.ts'
import { keepAlive, type KeptProcess } from '../stack/kept-process.ts'
import { startSimulation, type Simulation } from '../stack/simulation.ts'
import { SPEED, STOP_MS, WORKERS } from '../stack/speed.ts'
import { CONTROL_QUEUE, type ControlJob } from './control-queue.ts'

export interface ControlOutcome {
  jobs: number
  strikes: number
  /** Jobs that KIE charged more than once. */
  paidTwice: number
  /** Those among them whose answer KIE did not spoil by itself. */
  ordinaryPaidTwice: number
  /** Charges of the job that was charged most often. */
  mostCharges: number
  /** Jobs reported as failed although KIE has made, and charged, their result. */
  thrownAway: number
}

/** Steps that the control has too; at the others it cannot be broken in the same way. */
const STEPS = ['doorbell', 'wire', 'bind', 'read']

const PATIENCE_MS = 60_000

/** The same plan, the same jobs and the same KIE, for a worker that pays inside a retried processor. */
export async function runControl(scenario: Scenario, seed: number): Promise<ControlOutcome | null> {
  const draw = drawFor(scenario, seed)
  const plan = scenario.workers?.(draw) ?? []
  if (!hasSteps(scenario, plan)) return null
  const lives = planLives(plan)
  const redis = await startPrivateRedis({ kind: 'real' })
  const faults = { ...EVERYDAY_FAULTS, ...scenario.faults }
  const simulation = await startSimulation({ seed, speed: SPEED, hmacKey: 'control-hmac', faults })
  const connection = new Redis(redis.url, { maxRetriesPerRequest: null })
  const queue = new Queue<ControlJob>(CONTROL_QUEUE, { connection })
  try {
    const workers = await startWorkers(redis, simulation, lives)
    const jobs = await enqueueLoad(queue, draw, lives)
    await comeToRest(queue)
    await Promise.all(workers.map((worker) => worker.stop()))
    const failed = (await queue.getFailed()).map(({ name }) => name)
    return { jobs: jobs.length, strikes: lives.strikes(), ...judge(await simulation.books(), failed, jobs) }
  } finally {
    await queue.close()
    connection.disconnect()
    await simulation.stop()
    await redis.stop()
  }
}

function hasSteps({ api, disturb, callbacks }: Scenario, plan: readonly string[]): boolean {
  if (api || disturb || callbacks !== undefined) return false
  return plan.every((fault) => STEPS.includes(fault.split('.', 1)[0]!))
}

async function startWorkers(
  redis: PrivateRedis,
  simulation: Simulation,
  lives: Lives,
): Promise<KeptProcess[]> {
  const env = {
    REDIS_URL: redis.url,
    KIE_BASE_URL: simulation.url,
    KIE_AI_API_KEY: 'control',
    KILN_SPEED: String(SPEED),
  }
  const start = (name: string) =>
    keepAlive({
      name,
      lives,
      stopMs: STOP_MS,
      start: (failPoints, onLine) =>
        startSourceProcess(name, 'chaos/src/control/naive-worker.ts', {
          env: { ...env, ...(failPoints !== null && { KILN_FAIL_POINTS: failPoints }) },
          onLine,
        }),
    })
  return Promise.all(Array.from({ length: WORKERS }, (_, i) => start(`control ${i + 1}`)))
}

/** As fast as the callers of kiln come, and as long as there is something left to break. */
async function enqueueLoad(queue: Queue<ControlJob>, draw: Draw, lives: Lives): Promise<DrawnJob[]> {
  const { atLeast, atMost } = USUAL_LOAD
  const drawn: DrawnJob[] = []
  while (drawn.length < atMost && (drawn.length < atLeast || !lives.spent())) {
    const job = drawJob(draw, drawn.length + 1)
    drawn.push(job)
    const { key, body } = job
    const { model, input } = body
    const options = { jobId: key, attempts: 3, backoff: { type: 'exponential', delay: 1_000 / SPEED } }
    await queue.add(key, { model, input }, options)
    await pause(10)
  }
  return drawn
}

async function comeToRest(queue: Queue<ControlJob>): Promise<void> {
  const startedMs = performance.now()
  while (performance.now() - startedMs < PATIENCE_MS) {
    const { active = 0, waiting = 0, delayed = 0 } = await queue.getJobCounts('active', 'waiting', 'delayed')
    if (active + waiting + delayed === 0) return
    await pause(50)
  }
}

function judge(
  { byKey, charges }: Books,
  failed: readonly string[],
  jobs: readonly DrawnJob[],
): Omit<ControlOutcome, 'jobs' | 'strikes'> {
  const counts = Object.values(byKey)
  const results = new Set(charges.filter(({ state }) => state === 'success').map(({ key }) => key))
  return {
    paidTwice: counts.filter((count) => count > 1).length,
    ordinaryPaidTwice: jobs.filter(({ key, fate }) => !fate.unanswered && (byKey[key] ?? 0) > 1).length,
    mostCharges: Math.max(0, ...counts),
    thrownAway: failed.filter((key) => results.has(key)).length,
  }
}
