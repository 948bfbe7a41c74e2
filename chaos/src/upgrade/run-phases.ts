import { setTimeout as pause } from 'node:timers/promises'
import type { Draw } from '@kiln/simulator'
import { drawJob, type DrawnJob } from '../load/draw-jobs.ts'
import { createKilnClient, type ShownBatch } from '../load/kiln-client.ts'
import { CALLER } from '../scenarios/surroundings.ts'
import type { Stack } from '../stack/stack.ts'
import type { Ask } from '../load/ask.ts'
import type { Phase, Release } from './phases.ts'

interface Rig {
  stack: Stack
  draw: Draw
  ask: Ask
  /** Which release the next life of each process is of. */
  releases: Map<string, Release>
  tell: (text: string) => void
}

/** What callers and operators began in the phases, for the audit. */
export interface Begun {
  batches: { shown: ShownBatch; jobs: readonly DrawnJob[] }[]
  requeues: string[]
  /** Workers that were killed. */
  kills: number
}

const LINES = 40
/** Few enough to leave failed jobs for the next one. */
const REQUEUED_AT_ONCE = 10
/** Far from the numbers of the load. */
const BATCH_JOBS_FROM = 1_000_000
const PATIENCE_MS = 60_000

/**
 * Goes through the phases. At the end of each a batch and a bulk requeue are begun, so that the next
 * mixture of releases finds them under way.
 */
export async function runPhases(
  phases: readonly Phase[],
  phaseMs: number,
  { stack, draw, ask, releases, tell }: Rig,
): Promise<Begun> {
  const begun: Begun = { batches: [], requeues: [], kills: 0 }
  const client = createKilnClient(stack.apiUrl, stack.keys.api.get(CALLER)!, PATIENCE_MS)
  for (const [n, phase] of phases.entries()) {
    begun.kills += await change(stack, releases, phase)
    tell(`${phase.name}: API ${phase.api}, workers ${phase.workers.join(' and ')}`)
    await pause(phaseMs)
    const from = BATCH_JOBS_FROM + n * LINES
    const jobs = Array.from({ length: LINES }, (_, line) => drawJob(draw, from + line))
    begun.batches.push({ shown: await client.submitBatch(`phase-${n}`, jobs), jobs })
    const requeue = await requeueSome(ask, `requeue-${n}`)
    if (requeue !== null) begun.requeues.push(requeue)
  }
  return begun
}

/** Ends what is of another release than the phase wants; how many workers were killed. */
async function change(stack: Stack, releases: Map<string, Release>, phase: Phase): Promise<number> {
  const kept = [stack.api, ...stack.workers]
  const wanted = [phase.api, ...phase.workers]
  const names = ['api', ...stack.workers.map((_, n) => `worker ${n + 1}`)]
  let kills = 0
  // One after the other, as a deployment does.
  for (const [n, name] of names.entries()) {
    if ((releases.get(name) ?? 'old') === wanted[n]) continue
    releases.set(name, wanted[n]!)
    await kept[n]!.restart(phase.by)
    if (phase.by === 'SIGKILL' && n > 0) kills++
  }
  return kills
}

const NOT_FOUND = 404

/** null where the release has no bulk requeues yet. */
async function requeueSome(ask: Ask, key: string): Promise<string | null> {
  const body = { filter: { class: 'generationFailed' }, limit: REQUEUED_AT_ONCE }
  const { status, text } = await ask('POST', '/v1/requeues', { key, body })
  if (status === NOT_FOUND) return null
  if (status !== 202) throw new Error(`POST /v1/requeues answered ${status}: ${text}`)
  return (JSON.parse(text) as { id: string }).id
}
