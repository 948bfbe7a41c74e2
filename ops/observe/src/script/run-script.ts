import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../stack.ts'
import { startLoad } from './load.ts'
import {
  AFTER_STANDSTILL,
  AT_FIRST,
  BEFORE_API,
  BEFORE_WORKERS,
  TRACKS,
  WORKERS_STAND_STILL,
  type Provocation,
} from './provocations.ts'

const LOOK_AGAIN_MS = 250
/** For some jobs to wait for the workers that stand still. */
const QUEUES_UP_MS = 2_000
/** Longer than the slowest rule takes at its speed, on a machine that has others to serve. */
const FIRES_WITHIN_MS = 60_000
const RESTS_WITHIN_MS = 60_000
const TWO_SCRAPES_MS = 2_500

export interface ScriptOutcome {
  /** Jobs that were answered 202. */
  accepted: number
  /** Alerts that did not fire while they were provoked. */
  silent: string[]
}

/** Everything that goes wrong in the run. */
export async function runScript(stack: Stack, tell: (line: string) => void): Promise<ScriptOutcome> {
  await stack.setFaults(AT_FIRST)
  const silent: string[] = []
  const provoke = async (provocation: Provocation) => {
    if (!(await provokeOne(stack, provocation, tell))) silent.push(provocation.alert)
  }
  await provoke(BEFORE_API)
  await stack.startApi()
  await provoke(BEFORE_WORKERS)
  await stack.startWorkers()
  const load = startLoad(stack.apiUrl)
  try {
    await Promise.all(TRACKS.map((track) => oneByOne(track, provoke)))
    const still = provoke(WORKERS_STAND_STILL)
    await pause(QUEUES_UP_MS)
    // From now on nothing hides the verdicts that will be late.
    await load.stop()
    await still
    await provoke(AFTER_STANDSTILL)
  } finally {
    await load.stop()
  }
  await comeToRest(stack)
  return { accepted: load.accepted(), silent }
}

async function oneByOne(
  track: readonly Provocation[],
  provoke: (one: Provocation) => Promise<void>,
): Promise<void> {
  for (const provocation of track) await provoke(provocation)
}

/** Whether the alert fired in time. */
async function provokeOne(
  stack: Stack,
  { alert, begin, end }: Provocation,
  tell: (line: string) => void,
): Promise<boolean> {
  const before = await stack.prometheus.isFiring(alert)
  const startedMs = performance.now()
  const passedMs = () => performance.now() - startedMs
  await begin?.(stack)
  let fires = false
  while (!fires && passedMs() < FIRES_WITHIN_MS) {
    await pause(LOOK_AGAIN_MS)
    fires = await stack.prometheus.isFiring(alert)
  }
  await end?.(stack)
  const word = before ? 'fired already' : fires ? 'fired' : 'SILENT'
  tell(`${word}  ${alert} after ${(passedMs() / 1_000).toFixed(1)} s`)
  return fires
}

const MOVING = ['queued', 'submitting', 'unconfirmed', 'running', 'late']

/** Until no job moves any more, and two scrapes have seen it. */
async function comeToRest({ db }: Stack): Promise<void> {
  const startedMs = performance.now()
  for (;;) {
    const sizes = await Promise.all(MOVING.map((state) => db.zcard(`{kiln}:state:${state}`)))
    if (sizes.every((size) => size === 0)) break
    if (performance.now() - startedMs > RESTS_WITHIN_MS) {
      throw new Error(`jobs still move: ${MOVING.map((state, i) => `${sizes[i]} ${state}`).join(', ')}`)
    }
    await pause(LOOK_AGAIN_MS)
  }
  await pause(TWO_SCRAPES_MS)
}
