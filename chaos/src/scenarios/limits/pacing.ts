import { setTimeout as pause } from 'node:timers/promises'
import { NO_LOAD } from '../everyday.ts'
import type { Scenario, World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'
import { ALLOWANCE, notePace, noteUse, submitLimitOf } from './allowance.ts'
import { plainJobs } from './plain-jobs.ts'

const WORKERS = 3

/** Between two restarts, of any worker. */
const RESTART_AFTER_MS = { min: 5_000, max: 15_000 }

interface Pacing {
  name: string
  jobs: number
  restarts: boolean
  /** Of the allowance, that must be used. */
  leastPercent: number
}

/** As fast as KIE allows and never faster, at the speed of the world and over a real network. */
const pacing = ({ name, jobs, restarts, leastPercent }: Pacing): Scenario => ({
  name,
  speed: 1,
  calm: true,
  callbacks: true,
  load: NO_LOAD,
  faults: { submitLimit: ALLOWANCE, networkMs: { min: 60, max: 100 } },
  env: {
    ...submitLimitOf(ALLOWANCE),
    // A call that ended with its process is explained by its callback, or never: tasks take two seconds.
    KILN_UNCONFIRMED_HORIZON: '40s',
  },
  workerEnvs: async () => Array.from({ length: WORKERS }, () => ({})),
  async disturb(world) {
    const { stack, note, submit } = world
    let isSent = false
    const restarting = restarts ? restartAtRandom(world, () => isSent) : Promise.resolve()
    await submit(plainJobs('paced', jobs))
    // Twice the time that they need at KIE's pace, and what a killed call takes to be given up.
    const patienceMs = 60_000 + (2 * jobs * ALLOWANCE.windowMs) / ALLOWANCE.max
    await until('all were sent', () => isEverythingSent(world), patienceMs).finally(() => (isSent = true))
    await restarting
    const books = await stack.simulation.books()
    notePace(note, books, ALLOWANCE)
    noteUse(note, books, ALLOWANCE, leastPercent)
  },
})

async function isEverythingSent({ stack }: World): Promise<boolean> {
  const waiting = await Promise.all(['queued', 'submitting'].map((state) => countOf(stack, state)))
  return waiting.every((count) => count === 0)
}

/** A deployment, or a machine that dies: the other workers go on. */
async function restartAtRandom({ stack, draw, strike }: World, isOver: () => boolean): Promise<void> {
  const { min, max } = RESTART_AFTER_MS
  for (let i = 0; !isOver(); i++) {
    await pause(min + (max - min) * draw('restart', i, 'after'))
    const worker = stack.workers[Math.floor(draw('restart', i, 'worker') * stack.workers.length)]!
    if (!isOver() && worker.recycle(draw('restart', i, 'how') < 0.5 ? 'SIGTERM' : 'SIGKILL')) strike()
  }
}

export const PACING_SCENARIOS: readonly Scenario[] = [
  pacing({ name: 'pacing', jobs: 1_000, restarts: true, leastPercent: 97 }),
  pacing({ name: 'steady pacing', jobs: 1_000, restarts: false, leastPercent: 97 }),
  // Among so few jobs, ten that a kill takes off the wire weigh ten percent.
  pacing({ name: 'short pacing', jobs: 100, restarts: true, leastPercent: 85 }),
]
