import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../stack.ts'
import { startLoad, type Load } from './load.ts'
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

/** Everything that goes wrong in the run; answers how many jobs were accepted. */
export async function runScript(stack: Stack, tell: (line: string) => void): Promise<number> {
  await stack.setFaults(AT_FIRST)
  const provoke = (provocation: Provocation) => provokeOne(stack, provocation, tell)
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
  return comeToRest(stack, load)
}

async function oneByOne(
  track: readonly Provocation[],
  provoke: (one: Provocation) => Promise<void>,
): Promise<void> {
  for (const provocation of track) await provoke(provocation)
}

/** An alert that does not fire in time is no error here: the judge says so. */
async function provokeOne(
  stack: Stack,
  { alert, begin, end }: Provocation,
  tell: (line: string) => void,
): Promise<void> {
  const startedMs = performance.now()
  const passedMs = () => performance.now() - startedMs
  await begin?.(stack)
  let fires = false
  while (!fires && passedMs() < FIRES_WITHIN_MS) {
    await pause(LOOK_AGAIN_MS)
    fires = await stack.prometheus.isFiring(alert)
  }
  await end?.(stack)
  tell(`${fires ? 'fired' : 'SILENT'}  ${alert} after ${(passedMs() / 1_000).toFixed(1)} s`)
}

const MOVING = ['queued', 'submitting', 'unconfirmed', 'running', 'late']

/** Until no job moves any more, and two scrapes have seen it. */
async function comeToRest({ db }: Stack, load: Load): Promise<number> {
  const startedMs = performance.now()
  for (;;) {
    const sizes = await Promise.all(MOVING.map((state) => db.zcard(`{kiln}:state:${state}`)))
    if (sizes.every((size) => size === 0)) break
    if (performance.now() - startedMs > RESTS_WITHIN_MS) {
      throw new Error(`jobs still move: ${MOVING.map((state, i) => `${sizes[i]} ${state}`).join(', ')}`)
    }
    await pause(LOOK_AGAIN_MS)
  }
  await pause(2_500)
  return load.accepted()
}
