import { shiftedClock } from '@kiln/local'
import type { Scenario, World } from '../scenario.ts'
import { SUBMIT_LIMIT } from '../everyday.ts'
import { PREFIX } from '../../stack/stack.ts'
import { countOf, until } from '../surroundings.ts'
import { allowanceOf, notePace } from './allowance.ts'

const OFF_MINUTES = 10
/** Submitted faster than KIE allows. */
const JOBS = 400

/** Everything that goes wrong in every run, and workers that disagree about the time by twenty minutes. */
const clocks: Scenario = {
  name: 'clocks ten minutes off',
  load: { atLeast: JOBS, atMost: JOBS, betweenJobsMs: 20 },
  workerEnvs: async () => [await shiftedClock(OFF_MINUTES * 60), await shiftedClock(-OFF_MINUTES * 60), {}],
  async disturb(world) {
    const { stack, note } = world
    await until('all were submitted', async () => (await stack.db.zcard(`${PREFIX}:all`)) === JOBS)
    await until('all were sent', async () => {
      const waiting = ['queued', 'submitting', 'running']
      const counts = await Promise.all(waiting.map((state) => countOf(stack, state)))
      return counts.every((count) => count === 0)
    })
    // Else it proves nothing.
    note('workersOff', workersOff(world), { atLeast: 2 })
    notePace(note, await stack.simulation.books(), allowanceOf(stack.speed, SUBMIT_LIMIT))
  },
}

/** How many workers write a time in their lines that is nearly so far from ours. */
function workersOff({ stack }: World): number {
  const off = stack.lines.filter(({ process, atMs, text }) => {
    const said = /"time":"([^"]+)"/.exec(text)?.[1]
    const ours = performance.timeOrigin + atMs
    return (
      process.startsWith('worker') && Math.abs(Date.parse(said ?? '') - ours) > (OFF_MINUTES - 1) * 60_000
    )
  })
  return new Set(off.map(({ process }) => process)).size
}

export const CLOCK_SCENARIOS: readonly Scenario[] = [clocks]
