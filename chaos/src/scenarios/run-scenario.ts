import { setTimeout as pause } from 'node:timers/promises'
import { EVERYTHING_TWICE } from '@kiln/fail-points'
import { seededDraw, type Draw } from '@kiln/simulator'
import { audit, auditAfterRollback, isFrozen } from '../audit/audit.ts'
import { chargesByJob } from '../audit/charges.ts'
import { collectEvidence } from '../audit/collect.ts'
import { finding, type AcceptedJob, type Evidence, type Finding } from '../audit/evidence.ts'
import { createKilnClient } from '../load/kiln-client.ts'
import { submitLoad } from '../load/submit-load.ts'
import { planLives } from '../stack/lives.ts'
import { PREFIX, startStack, type Stack } from '../stack/stack.ts'
import { disturb, type Disturbance } from './disturb.ts'
import { EVERYDAY_FAULTS, SUBMIT_LIMIT, USUAL_LOAD } from './everyday.ts'
import type { Scenario } from './scenario.ts'

export interface RunOutcome {
  seed: number
  /** Whether KIE was told where to call back. */
  callbacks: boolean
  jobs: number
  /** Kills, stops and outages that really happened. */
  strikes: number
  findings: Finding[]
  parked: number
  /** Parked jobs that KIE has charged: a person finds a result behind them. */
  parkedCharged: number
  notes: Record<string, number>
  seconds: number
}

const POLLING_ONLY_SHARE = 0.25
const REPEATED_SHARE = 0.3
/** For a caller to be answered, and for the last job to come to rest. */
const PATIENCE_MS = 120_000

/** One run of one scenario; `lines` is everything that kiln wrote. */
export async function runScenario(
  scenario: Scenario,
  seed: number,
): Promise<{ outcome: RunOutcome; lines: readonly string[] }> {
  const startedMs = performance.now()
  const draws = seededDraw(seed)
  const draw: Draw = (...labels) => draws(scenario.name, ...labels)
  const api = planLives(scenario.api?.(draw) ?? [])
  const workers = planLives(scenario.workers?.(draw) ?? [])
  const callbacks = scenario.callbacks ?? draw('callbacks') >= POLLING_ONLY_SHARE
  const stack = await startStack({
    seed,
    callbacks,
    repeat: draw('repeat') < REPEATED_SHARE ? EVERYTHING_TWICE : '',
    api,
    workers,
    faults: { ...EVERYDAY_FAULTS, ...scenario.faults },
    redis: scenario.redis ?? {},
    env: { KILN_SUBMIT_LIMIT: `${SUBMIT_LIMIT.max}/${SUBMIT_LIMIT.windowMs}ms`, ...scenario.env },
  })
  try {
    const disturbance = disturb(scenario, stack, draw)
    const isDone = () => api.spent() && workers.spent() && disturbance.isOver()
    const accepted = await carryLoad(stack, draw, scenario, isDone, disturbance)
    const evidence = await endAndCollect(stack, accepted)
    const judgement = judge(scenario, evidence)
    const outcome = {
      seed,
      callbacks,
      ...judgement,
      strikes: api.strikes() + workers.strikes() + disturbance.strikes(),
      findings: [...judgement.findings, ...disturbance.findings()],
      notes: { ...disturbance.notes(), ...judgement.notes },
      seconds: (performance.now() - startedMs) / 1_000,
    }
    return { outcome, lines: evidence.lines }
  } finally {
    await stack.end()
  }
}

async function carryLoad(
  stack: Stack,
  draw: Draw,
  { load = USUAL_LOAD, left }: Scenario,
  isDone: () => boolean,
  disturbance: Disturbance,
): Promise<AcceptedJob[]> {
  const client = createKilnClient(stack.apiUrl, stack.keys.api, PATIENCE_MS)
  const accepted = await submitLoad(client, draw, load, () => !isDone())
  await disturbance.over
  await comeToRest(stack, left === 'anOlderLedger' ? SENT : LIVE)
  return accepted
}

const SENT = ['submitting', 'unconfirmed', 'running'] as const
const LIVE = ['queued', ...SENT] as const
const LOOK_AGAIN_MS = 50

/** Waits until no job is in any of these states; whoever still is is found by the audit. */
async function comeToRest(stack: Stack, states: readonly string[]): Promise<void> {
  const startedMs = performance.now()
  while (performance.now() - startedMs < PATIENCE_MS) {
    const counts = await Promise.all(states.map((state) => stack.db.zcard(`${PREFIX}:state:${state}`)))
    if (counts.every((count) => count === 0)) return
    await pause(LOOK_AGAIN_MS)
  }
}

/** The workers end first: what the API shows then is what will stay. */
async function endAndCollect(stack: Stack, accepted: readonly AcceptedJob[]): Promise<Evidence> {
  const client = createKilnClient(stack.apiUrl, stack.keys.api, PATIENCE_MS)
  await Promise.all(stack.workers.map((worker) => worker.stop()))
  const seen = await collectEvidence(stack, client, accepted)
  await stack.api.stop()
  return {
    ...seen,
    lines: stack.lines.map(({ text }) => text),
    ends: [stack.api, ...stack.workers].flatMap((kept) => kept.ends),
  }
}

type Judgement = Pick<RunOutcome, 'jobs' | 'findings' | 'parked' | 'parkedCharged' | 'notes'>

function judge({ left, mustFreeze }: Scenario, evidence: Evidence): Judgement {
  const charges = chargesByJob(evidence)
  const parked = [...evidence.records].filter(([, record]) => record['state'] === 'parked')
  const counts = {
    jobs: evidence.accepted.length,
    parked: parked.length,
    parkedCharged: parked.filter(([id]) => (charges.get(id)?.length ?? 0) > 0).length,
  }
  if (left !== 'anOlderLedger') return { ...counts, findings: audit(evidence), notes: {} }
  const frozen = isFrozen(evidence)
  const forgotten = evidence.accepted.filter(({ id }) => !evidence.records.has(id)).length
  const unnoticed =
    mustFreeze === true && !frozen
      ? [finding('notFrozen', null, 'went on submitting on an older ledger')]
      : []
  return {
    ...counts,
    findings: [...auditAfterRollback(evidence), ...unnoticed],
    notes: { frozen: frozen ? 1 : 0, jobsForgotten: forgotten },
  }
}
