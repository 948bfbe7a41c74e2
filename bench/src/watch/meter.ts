import {
  addRun,
  bucketOf,
  gapAt,
  NO_RUNS,
  PLAIN_PACE,
  REAL_TIMING,
  shapeOf,
  type RunShape,
} from '@kiln/lifecycle'
import type { DrawnModel } from './models.ts'
import { seededRandom } from './random.ts'
import { LIMIT_S } from './rules.ts'
import type { Weight } from './weigh.ts'

/** How many tasks are made in each second; the account allows two, and as many reads. */
export const CREATIONS = [0.5, 1, 1.5] as const
const READ_EVERY_S = 0.5
const LESSONS = 30

export const METERED = [
  { name: 'growing 3 s to 30 s', learns: false },
  { name: 'learned', learns: true },
] as const

interface Task {
  submittedAt: number
  endsAt: number
  dueAt: number
}

/** One read meter for all that run, in due order: a read that comes too early takes another's place. */
export function underMeter(
  model: DrawnModel,
  creations: number,
  { learns }: (typeof METERED)[number],
  tasks: number,
  seed: number,
): Weight {
  const random = seededRandom(seed)
  const shape = learns ? shapeAfter(LESSONS, model, random) : null
  const due: Task[] = []
  const gap = (age: number) => {
    const pace = { ...PLAIN_PACE, shape }
    const jittered = (gapAt(age * 1_000, REAL_TIMING, pace) / 1_000) * (0.9 + 0.2 * random())
    return age < LIMIT_S ? Math.min(jittered, LIMIT_S - age) : jittered
  }
  let [made, ended, reads, lag] = [0, 0, 0, 0]
  for (let now = 0; ended < tasks; now += READ_EVERY_S) {
    for (; made < tasks && made / creations <= now; made++) {
      insert(due, { submittedAt: now, endsAt: now + model.draw(random, 0), dueAt: now + gap(0) })
    }
    const task = due[0] && due[0].dueAt <= now ? due.shift() : undefined
    if (task === undefined) continue
    reads += 1
    if (task.endsAt <= now) {
      ended += 1
      lag += now - task.endsAt
    } else {
      insert(due, { ...task, dueAt: now + gap(now - task.submittedAt) })
    }
  }
  return { reads: reads / tasks, lag: lag / tasks }
}

function shapeAfter(runs: number, model: DrawnModel, random: () => number): RunShape | null {
  let times = NO_RUNS
  for (let ago = runs; ago > 0; ago--) {
    times = addRun(times, bucketOf(model.draw(random, ago) * 1_000, REAL_TIMING.runTimeUnitMs))
  }
  return shapeOf(times, model.typical)
}

function insert(due: Task[], task: Task): void {
  const after = due.findLastIndex(({ dueAt }) => dueAt <= task.dueAt)
  due.splice(after + 1, 0, task)
}
