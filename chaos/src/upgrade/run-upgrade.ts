import type { Redis } from 'ioredis'
import { finding, type AcceptedJob, type Finding } from '../audit/evidence.ts'
import { createKilnClient } from '../load/kiln-client.ts'
import { submitLoad } from '../load/submit-load.ts'
import { drawFor } from '../scenarios/draw-for.ts'
import { EVERYDAY_FAULTS, SUBMIT_LIMIT } from '../scenarios/everyday.ts'
import { judge } from '../scenarios/judge.ts'
import { comeToRest, endAndCollect } from '../scenarios/run-scenario.ts'
import { CALLER, NotInTime, surroundingsOf, until } from '../scenarios/surroundings.ts'
import { planLives } from '../stack/lives.ts'
import { SPEED, WORKERS } from '../stack/speed.ts'
import { PREFIX, startStack, type Stack } from '../stack/stack.ts'
import { askWith, type Ask } from '../load/ask.ts'
import { PHASES, type Phase, type Release } from './phases.ts'
import { runPhases, type Begun } from './run-phases.ts'
import { showAll } from './show-all.ts'

export interface Upgrade {
  /** Where each release stands, built. */
  roots: Readonly<Record<Release, string>>
  seed: number
  minutes: number
  phases?: readonly Phase[]
}

export interface UpgradeOutcome {
  jobs: number
  batches: number
  requeues: number
  /** Jobs that the bulk requeues sent again. */
  requeued: number
  /** Processes that were ended and replaced by another release. */
  replaced: number
  parked: number
  pages: number
  findings: Finding[]
  lines: readonly string[]
}

const PATIENCE_MS = 120_000
const BETWEEN_JOBS_MS = 500

/** Two releases on one ledger, under load, from the old one to the new one by every mixture and back. */
export async function runUpgrade(
  { roots, seed, minutes, phases = PHASES }: Upgrade,
  tell: (text: string) => void,
): Promise<UpgradeOutcome> {
  const releases = new Map<string, Release>()
  const stack = await startUpgradeStack(seed, (process) => roots[releases.get(process) ?? 'old'])
  try {
    const draw = drawFor({ name: 'upgrade' }, seed)
    const secret = stack.keys.api.get(CALLER)!
    const ask = askWith(stack.apiUrl, secret)
    const accepted: AcceptedJob[] = []
    const onAccepted = (job: AcceptedJob) => void accepted.push(job)
    let isOver = false
    const client = createKilnClient(stack.apiUrl, secret, PATIENCE_MS)
    const load = { atLeast: 0, atMost: Infinity, betweenJobsMs: BETWEEN_JOBS_MS }
    const phaseMs = (minutes * 60_000) / phases.length
    const [begun] = await Promise.all([
      runPhases(phases, phaseMs, { stack, draw, ask, releases, tell }).finally(() => (isOver = true)),
      submitLoad(client, draw, load, () => !isOver, onAccepted),
    ])
    tell('the load is over; what is left comes to its end')
    const { handToAudit } = surroundingsOf(stack, draw, onAccepted)
    for (const { shown, jobs } of begun.batches) await handToAudit(shown, jobs, false)
    return await auditUpgrade(stack, ask, accepted, begun)
  } finally {
    await stack.end()
  }
}

function startUpgradeStack(seed: number, rootOf: (process: string) => string): Promise<Stack> {
  return startStack({
    seed,
    speed: SPEED,
    callbacks: true,
    callers: [CALLER],
    repeat: '',
    api: planLives([]),
    workers: planLives([]),
    faults: { submitLimit: SUBMIT_LIMIT, ...EVERYDAY_FAULTS },
    redis: {},
    env: { KILN_SUBMIT_LIMIT: `${SUBMIT_LIMIT.max}/${SUBMIT_LIMIT.windowMs}ms` },
    workerEnvs: Array.from({ length: WORKERS }, () => ({})),
    rootOf,
  })
}

async function auditUpgrade(
  stack: Stack,
  ask: Ask,
  accepted: AcceptedJob[],
  begun: Begun,
): Promise<UpgradeOutcome> {
  const late = await requeuesLeft(ask, begun.requeues)
  await comeToRest(stack)
  const batches = begun.batches.map(({ shown }) => shown.id)
  const shown = await showAll(ask, accepted, batches, begun.requeues)
  const requeues = await requeuesByJob(stack.db)
  for (const job of accepted) job.reruns = requeues.get(job.id) ?? 0
  const requeued = [...requeues.values()].reduce((sum, count) => sum + count, 0)
  const told = await requeuedBy(ask, begun.requeues)
  const evidence = await endAndCollect(stack, accepted)
  const { jobs, parked, findings } = judge({ name: 'upgrade' }, evidence, begun.kills)
  const miscounted =
    requeued === told
      ? []
      : [finding('figures', null, `${requeued} jobs were requeued, and ${told} are told`)]
  return {
    jobs,
    batches: batches.length,
    requeues: begun.requeues.length,
    requeued,
    replaced: evidence.ends.length - 1 - WORKERS,
    parked,
    pages: shown.pages,
    findings: [...findings, ...shown.findings, ...miscounted, ...late],
    lines: evidence.lines,
  }
}

const askRequeue = async (ask: Ask, id: string) =>
  JSON.parse((await ask('GET', `/v1/requeues/${id}`)).text) as {
    endedAt: string | null
    counts: { requeued: number }
  }

/** A release that knows no bulk requeues tells none of what became of its jobs. */
async function requeuesLeft(ask: Ask, ids: readonly string[]): Promise<Finding[]> {
  try {
    await until('every bulk requeue has ended', () => haveEnded(ask, ids), PATIENCE_MS)
    return []
  } catch (error) {
    if (!(error instanceof NotInTime)) throw error
    return [finding('notInTime', null, error.message)]
  }
}

async function haveEnded(ask: Ask, ids: readonly string[]): Promise<boolean> {
  const requeues = await Promise.all(ids.map((id) => askRequeue(ask, id)))
  return requeues.every(({ endedAt }) => endedAt !== null)
}

async function requeuedBy(ask: Ask, ids: readonly string[]): Promise<number> {
  const requeues = await Promise.all(ids.map((id) => askRequeue(ask, id)))
  return requeues.reduce((sum, { counts }) => sum + counts.requeued, 0)
}

/** A release of before writes all acts into the first. */
const AUDIT_STREAMS = ['audit', 'auditOfBulk']

/** How often each job was sent again, as the streams of acts tell it. */
async function requeuesByJob(db: Redis): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const streams = await Promise.all(AUDIT_STREAMS.map((name) => db.xrange(`${PREFIX}:${name}`, '-', '+')))
  for (const [, fields] of streams.flat()) {
    const at = (name: string) => fields[fields.indexOf(name) + 1]
    const id = at('id')
    if (at('act') === 'requeue' && id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}
