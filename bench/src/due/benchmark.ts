import type { Benchmark, Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { percentileOf } from './lateness.ts'
import { measureReads, type Measured } from './measure-reads.ts'

export const DUE: Benchmark = {
  summary: 'how late a due read starts: a worker process, a Redis that syncs every write, the simulator',
  options: {
    waiting: { fallback: 2_000, max: 100_000, says: 'jobs that wait for submit all the time' },
    running: { fallback: 50, max: 5_000, says: 'tasks that run from the start' },
    seconds: { fallback: 60, max: 3_600, says: 'of reads, after five to warm up' },
    rounds: { fallback: 3, max: 100, says: 'runs, each with jobs that wait and without' },
  },
  async run({ waiting = 1, running = 1, seconds = 1, rounds = 1 }, tell) {
    const arms = [{ waiting }, { waiting: 0 }].map((arm) => ({ ...arm, runs: [] as Measured[] }))
    for (let round = 1; round <= rounds; round++) {
      for (const arm of round % 2 === 1 ? arms : arms.toReversed()) {
        tell(`round ${round} of ${rounds}, ${arm.waiting} jobs wait`)
        arm.runs.push(await measureReads({ waiting: arm.waiting, running, seconds }))
      }
    }
    return arms.map(({ waiting: jobs, runs }): Section => {
      const title = `${jobs} jobs wait for submit, ${running} tasks and more run`
      return { title, figures: figuresOf(runs) }
    })
  },
}

function figuresOf(runs: readonly Measured[]): Figure[] {
  const late = (name: string, of: 'lateMs' | 'floorMs', share: number, goal?: string): Figure => ({
    name,
    unit: 'ms late',
    spread: spreadOf(runs.map((run) => percentileOf(run[of], share))),
    ...(goal !== undefined && { goal }),
  })
  return [
    late('reads, median', 'lateMs', 0.5),
    late('reads, 99 of 100', 'lateMs', 0.99, 'at most 10'),
    late('reads, worst', 'lateMs', 1),
    late('reads, earliest', 'lateMs', 0),
    late('a timer and a synced write, median', 'floorMs', 0.5),
    late('a timer and a synced write, 99 of 100', 'floorMs', 0.99),
    { name: 'reads', unit: 'a run', spread: spreadOf(runs.map(({ lateMs }) => lateMs.length)) },
    { name: 'machine busy', unit: '%', spread: spreadOf(runs.map(({ busyPercent }) => busyPercent)) },
  ]
}
