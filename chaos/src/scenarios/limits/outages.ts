import { setTimeout as pause } from 'node:timers/promises'
import type { FaultChanges } from '@kiln/simulator'
import type { Scenario, World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'
import { ALLOWANCE, ONE_ACCOUNT, allowanceOf, notePace } from './allowance.ts'
import { noteGate, notePosts, noteNothingFailed, PROBE_MS } from './gates.ts'
import { plainJobs } from './plain-jobs.ts'

const MINUTE = 60_000

interface Outage {
  name: string
  speed: number
  gate: 'auth' | 'maintenance' | 'rate'
  fault: FaultChanges
  over: FaultChanges
  lastsMs: number
  /** Jobs that KIE runs when it begins, and for how long. */
  running: number
  taskMs: number
  /** Jobs that wait meanwhile. */
  queued: number
  mostPosts: number
}

/** KIE refuses everything for a while: nobody is told a verdict of it, and nobody storms it afterwards. */
const outage = (plan: Outage): Scenario => ({
  name: plan.name,
  speed: plan.speed,
  ...ONE_ACCOUNT,
  callbacks: true,
  async disturb(world) {
    const { stack, note, submit, strike } = world
    const { running, queued } = plan
    await submit(plainJobs('running', running, { durationMs: plan.taskMs }))
    await until('all run', async () => (await countOf(stack, 'running')) === running)
    await notePosts(world, 'postsMeanwhile', plan.mostPosts, () => breakFor(world, plan))
    await noteNothingFailed(world)
    note('lateMeanwhile', await countOf(stack, 'late'))
    await stack.simulation.setFaults(plan.over)
    strike()
    await noteResumed(world)
    const all = running + queued
    await until('all ended well', async () => (await countOf(stack, 'succeeded')) === all, 180_000)
    if (plan.gate !== 'rate') notePace(note, await stack.simulation.books(), allowanceOf(stack.speed))
  },
})

/** Told from the first creation after KIE's return: a canary may just have come in vain. */
async function noteResumed({ stack, note }: World): Promise<void> {
  const created = async () => (await stack.simulation.counts()).creates.accepted
  const [before, startedMs] = [await created(), performance.now()]
  await until('jobs were sent again', async () => (await created()) > before)
  note('resumedAfterProbes', (performance.now() - startedMs) / (PROBE_MS / stack.speed), { atMost: 3 })
}

async function breakFor(world: World, { fault, gate, lastsMs, queued }: Outage): Promise<void> {
  const { stack, submit, note } = world
  const readsBefore = (await stack.simulation.counts()).reads
  await stack.simulation.setFaults(fault)
  const over = pause(lastsMs / stack.speed)
  await submit(plainJobs('queued', queued))
  await noteGate(world, gate, queued)
  await over
  note('readsMeanwhile', (await stack.simulation.counts()).reads - readsBefore)
}

export const OUTAGE_SCENARIOS: readonly Scenario[] = [
  outage({
    name: 'unauthorized',
    speed: 20,
    gate: 'auth',
    fault: { unauthorized: true },
    over: { unauthorized: false },
    lastsMs: 15 * MINUTE,
    running: 200,
    taskMs: 6 * MINUTE,
    queued: 200,
    // One a minute, and what was on the wire before the first was refused.
    mostPosts: 36,
  }),
  outage({
    name: 'maintenance',
    speed: 60,
    gate: 'maintenance',
    fault: { maintenance: true },
    over: { maintenance: false },
    lastsMs: 60 * MINUTE,
    running: 100,
    taskMs: 10 * MINUTE,
    queued: 400,
    mostPosts: 70,
  }),
  // Nothing to read: a creation is the only canary.
  outage({
    name: 'maintenance, nothing running',
    speed: 60,
    gate: 'maintenance',
    fault: { maintenance: true },
    over: { maintenance: false },
    lastsMs: 60 * MINUTE,
    running: 0,
    taskMs: 0,
    queued: 400,
    mostPosts: 70,
  }),
  // As when somebody else uses up the account: one call in a minute is taken, whatever is sent.
  outage({
    name: 'a storm of 429',
    speed: 20,
    gate: 'rate',
    fault: { submitLimit: { max: 1, windowMs: MINUTE } },
    over: { submitLimit: ALLOWANCE },
    lastsMs: 10 * MINUTE,
    running: 20,
    taskMs: 2 * MINUTE,
    queued: 200,
    // One after each window, two where one is taken, and what was on the wire before the first was refused.
    mostPosts: 110,
  }),
]
