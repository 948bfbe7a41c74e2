import { setTimeout as pause } from 'node:timers/promises'
import { EVERYTHING_TWICE } from '@kiln/fail-points'
import type { Draw } from '@kiln/simulator'
import { collectEvidence } from '../audit/collect.ts'
import { finding, type AcceptedJob, type Evidence } from '../audit/evidence.ts'
import { createKilnClient } from '../load/kiln-client.ts'
import { submitLoad, type OnAccepted } from '../load/submit-load.ts'
import { planLives } from '../stack/lives.ts'
import { SPEED, WORKERS } from '../stack/speed.ts'
import { PREFIX, startStack, type Stack, type StackPlan } from '../stack/stack.ts'
import { disturb, type Disturbance } from './disturb.ts'
import { drawFor } from './draw-for.ts'
import { EVERYDAY_FAULTS, SUBMIT_LIMIT, USUAL_LOAD } from './everyday.ts'
import { judge, type Judgement } from './judge.ts'
import type { Scenario } from './scenario.ts'
import { CALLER, surroundingsOf } from './surroundings.ts'

export interface RunOutcome extends Judgement {
  seed: number
  /** Whether KIE was told where to call back. */
  callbacks: boolean
  /** Kills, stops and outages that really happened. */
  strikes: number
  seconds: number
}

const POLLING_ONLY_SHARE = 0.25
const REPEATED_SHARE = 0.3
/** For a caller to be answered, and for the last job to come to rest. */
const PATIENCE_MS = 120_000

/** What was not broken has not held. */
const NOT_STRUCK = finding('notStruck', null, 'a planned fault never happened, so the run proves nothing')

/** One run of one scenario; `lines` is everything that kiln wrote. */
export async function runScenario(
  scenario: Scenario,
  seed: number,
): Promise<{ outcome: RunOutcome; lines: readonly string[] }> {
  const startedMs = performance.now()
  const draw = drawFor(scenario, seed)
  const plan = await planStack(scenario, seed, draw)
  const stack = await startStack(plan)
  try {
    const accepted: AcceptedJob[] = []
    const onAccepted = (job: AcceptedJob) => void accepted.push(job)
    const disturbance = disturb(scenario, surroundingsOf(stack, draw, onAccepted))
    const isDone = () => plan.api.spent() && plan.workers.spent() && disturbance.isOver()
    await carryLoad(stack, draw, scenario, isDone, onAccepted, disturbance)
    const evidence = await endAndCollect(stack, accepted)
    const strikes = plan.api.strikes() + plan.workers.strikes() + disturbance.strikes()
    const judgement = judge(scenario, evidence, strikes)
    const spared = plan.api.spent() && plan.workers.spent() ? [] : [NOT_STRUCK]
    const outcome = {
      ...judgement,
      seed,
      callbacks: plan.callbacks,
      strikes,
      findings: [...judgement.findings, ...disturbance.findings(), ...spared],
      notes: { ...disturbance.notes(), ...judgement.notes },
      seconds: (performance.now() - startedMs) / 1_000,
    }
    return { outcome, lines: evidence.lines }
  } finally {
    await stack.end()
  }
}

async function planStack(scenario: Scenario, seed: number, draw: Draw): Promise<StackPlan> {
  const { calm = false, env } = scenario
  const repeat = scenario.repeat ?? (!calm && draw('repeat') < REPEATED_SHARE)
  return {
    seed,
    speed: scenario.speed ?? SPEED,
    callbacks: scenario.callbacks ?? draw('callbacks') >= POLLING_ONLY_SHARE,
    callers: [CALLER, ...(scenario.callers ?? [])],
    repeat: repeat ? EVERYTHING_TWICE : '',
    api: planLives(scenario.api?.(draw) ?? []),
    workers: planLives(scenario.workers?.(draw) ?? []),
    faults: { submitLimit: SUBMIT_LIMIT, ...(!calm && EVERYDAY_FAULTS), ...scenario.faults },
    redis: scenario.redis ?? {},
    env: { KILN_SUBMIT_LIMIT: `${SUBMIT_LIMIT.max}/${SUBMIT_LIMIT.windowMs}ms`, ...env },
    workerEnvs: (await scenario.workerEnvs?.()) ?? Array.from({ length: WORKERS }, () => ({})),
  }
}

async function carryLoad(
  stack: Stack,
  draw: Draw,
  { load = USUAL_LOAD, left }: Scenario,
  isDone: () => boolean,
  onAccepted: OnAccepted,
  disturbance: Disturbance,
): Promise<void> {
  const client = createKilnClient(stack.apiUrl, stack.keys.api.get(CALLER)!, PATIENCE_MS)
  await submitLoad(client, draw, load, () => !isDone(), onAccepted)
  await disturbance.over
  await comeToRest(stack, left === 'anOlderLedger' ? SENT : LIVE)
}

const SENT = ['submitting', 'unconfirmed', 'running'] as const
const LIVE = ['queued', ...SENT] as const
const LOOK_AGAIN_MS = 50

/** A callback that nobody could confirm is asked about for a day; others within a lease or two. */
const HINT_PATIENCE_MS = 15_000

/**
 * Waits until no job is in any of these states, and no callback may still bring a parked one back;
 * whoever is still on its way then is found by the audit.
 */
export async function comeToRest(stack: Stack, states: readonly string[] = LIVE): Promise<void> {
  const sizeOf = (set: string) => stack.db.zcard(`${PREFIX}:${set}`)
  const startedMs = performance.now()
  let quietSinceMs: number | null = null
  while (performance.now() - startedMs < PATIENCE_MS) {
    const live = await Promise.all(states.map((state) => sizeOf(`state:${state}`)))
    if (live.some((count) => count > 0)) quietSinceMs = null
    else {
      quietSinceMs ??= performance.now()
      const patient = performance.now() - quietSinceMs < HINT_PATIENCE_MS
      if (!patient || (await sizeOf('hinted')) === 0) return
    }
    await pause(LOOK_AGAIN_MS)
  }
}

/** The workers end first: what the API shows then is what will stay. */
export async function endAndCollect(stack: Stack, accepted: readonly AcceptedJob[]): Promise<Evidence> {
  const client = createKilnClient(stack.apiUrl, stack.keys.api.get(CALLER)!, PATIENCE_MS)
  await Promise.all(stack.workers.map((worker) => worker.stop()))
  const seen = await collectEvidence(stack, client, accepted)
  await stack.api.stop()
  return {
    ...seen,
    lines: stack.lines.map(({ text }) => text),
    ends: [stack.api, ...stack.workers].flatMap((kept) => kept.ends),
  }
}
