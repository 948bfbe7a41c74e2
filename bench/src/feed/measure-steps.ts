import { startPrivateRedis } from '@kiln/local'
import { createLedger, ledgerLimits, type Claim, type Ledger, type WatchClaim } from '@kiln/ledger'
import type { ReadDecision } from '@kiln/lifecycle'
import { Redis } from 'ioredis'
import type { Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { CROWDS, jobsOf, titleOf, type Crowd } from './crowds.ts'
import { costOf, type RedisCost } from './redis-cost.ts'

const PLACES = 20
/** Acceptances under way together while the crowd gathers. */
const AT_ONCE = 200

/** Each crowd in an installation of its own; the crowds take turns, a window each. */
export async function measureSteps(rounds: number, tell: (progress: string) => void): Promise<Section[]> {
  const server = await startPrivateRedis({ kind: 'real' })
  const redis = new Redis(server.url)
  try {
    const kilns = await Promise.all(CROWDS.map((crowd, n) => fill(redis, crowd, `{bench-${n}}`)))
    const costs = CROWDS.map((): StepCosts[] => [])
    for (let round = 0; round < rounds; round++) {
      tell(`window ${round + 1} of ${rounds}`)
      for (const [n, kiln] of kilns.entries()) costs[n]!.push(await sendOneWindow(redis, kiln))
    }
    return CROWDS.map((crowd, n) => ({ title: titleOf(crowd), figures: figuresOf(costs[n]!) }))
  } finally {
    redis.disconnect()
    await server.stop()
  }
}

interface Kiln {
  ledger: Ledger
  prefix: string
  crowd: Crowd
}

async function fill(redis: Redis, crowd: Crowd, prefix: string): Promise<Kiln> {
  const limits = ledgerLimits({
    submitWindow: { count: PLACES, windowMs: 600_000 },
    pollWindow: { count: PLACES, windowMs: 1 },
    weights: {},
    budgets: {},
    queuePerKey: {},
    createTimeoutMs: 600_000,
    pollDeadlineMs: 600_000,
    unconfirmedHorizonMs: 600_000,
    creditProbeMs: 600_000,
    callbacks: true,
    speed: 1,
  })
  const ledger = createLedger(redis, prefix, limits)
  const jobs = [...jobsOf(crowd)]
  while (jobs.length > 0) {
    await Promise.all(jobs.splice(0, AT_ONCE).map((job) => ledger.accept(job, null)))
  }
  return { ledger, prefix, crowd }
}

const STEPS = ['accept', 'feed', 'begin', 'answer', 'claim', 'read', 'verdict', 'idle feed'] as const
type StepCosts = Record<(typeof STEPS)[number], RedisCost>

/** One window of jobs from their lanes to their tasks, and as many new ones in their places. */
async function sendOneWindow(redis: Redis, { ledger, prefix, crowd }: Kiln): Promise<StepCosts> {
  let ids: string[] = []
  const feed = await costOf(redis, async () => {
    ids = (await ledger.feed()).rings.map(({ id }) => id)
  })
  const begin = await costOf(redis, async () => {
    for (const id of ids) await ledger.begin(id, 'a-secret')
  })
  const answer = await costOf(redis, async () => {
    for (const id of ids) {
      const accepted = { event: 'bound', taskId: `task of ${id}` } as const
      await ledger.recordAnswer({ id, attempt: 1, roundTripMs: 80, firstReadMs: 0 }, accepted, {})
    }
  })
  const watch = await watchOnce(redis, ledger)
  const idle = await costOf(redis, () => ledger.feed())
  await redis.del(`${prefix}:window`)
  const refill = [...jobsOf({ ...crowd, jobs: 1 })].slice(0, PLACES)
  const accept = await costOf(redis, async () => {
    for (const job of refill) await ledger.accept(job, null)
  })
  return {
    accept: perJob(accept, refill.length),
    feed: perJob(feed, ids.length),
    begin: perJob(begin, ids.length),
    answer: perJob(answer, ids.length),
    ...watch,
    'idle feed': idle,
  }
}

/** All tasks are claimed together, read once without and once with a verdict. */
async function watchOnce(redis: Redis, ledger: Ledger) {
  let claims: Claim[] = []
  const claim = await costOf(redis, async () => {
    claims = (await ledger.claim(PLACES)).claims
  })
  const reads = (decision: ReadDecision) =>
    costOf(redis, async () => {
      for (const each of claims) if (each.kind === 'watch') await ledger.recordRead(...noteOf(each, decision))
    })
  const read = await reads({ event: null, readAt: 600_000, resultless: false })
  const result = { urls: ['https://results.example/1.png'] }
  const verdict = await reads({ event: 'succeeded', result, creditsConsumed: 8 })
  return {
    claim: perJob(claim, claims.length),
    read: perJob(read, claims.length),
    verdict: perJob(verdict, claims.length),
  }
}

function noteOf({ job, claimedAt, hintsSeen }: WatchClaim, decision: ReadDecision) {
  const task = { id: job.id, attempt: job.attempt, taskId: job.taskId ?? '', hintsSeen }
  const evidence = { ok: true, askedAt: claimedAt, hold: null }
  const ended = decision.event !== null && { ranMs: 60_000 }
  return [task, { decision, evidence, now: 0, detail: null, ...ended }] as const
}

const perJob = ({ commands, micros }: RedisCost, jobs: number): RedisCost => ({
  commands: commands / jobs,
  micros: micros / jobs,
})

function figuresOf(costs: readonly StepCosts[]): Figure[] {
  return STEPS.flatMap((step) => {
    const per = step === 'idle feed' ? '' : ' for each job'
    return [
      { name: step, unit: `commands${per}`, spread: spreadOf(costs.map((cost) => cost[step].commands)) },
      { name: step, unit: `µs of Redis${per}`, spread: spreadOf(costs.map((cost) => cost[step].micros)) },
    ]
  })
}
