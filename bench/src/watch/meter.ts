import { nextReadAt, PLAIN_PACE, REAL_TIMING } from '@kiln/lifecycle'
import type { Drawn } from './models.ts'
import { seededRandom } from './random.ts'
import { LIMIT_S, paceAfter } from './rules.ts'

/** How many tasks are made in each second; the account allows two, and as many reads. */
export const CREATIONS = [0.5, 1, 1.5] as const
const READ_EVERY_S = 0.5
const LESSONS = 30

export const METERED = [
  { name: 'growing 3 s to 30 s', learns: false },
  { name: 'learned', learns: true },
] as const

interface Task {
  kind: number
  submittedAt: number
  endsAt: number
  dueAt: number
}

/** One read meter for all that run, in due order: a read that comes too early takes another's place. */
export function underMeter(
  { models }: Drawn,
  creations: number,
  { learns }: (typeof METERED)[number],
  tasks: number,
  seed: number,
): { reads: number; lag: number } {
  const random = seededRandom(seed)
  const paces = models.map((model) =>
    learns ? paceAfter(LESSONS, { model, random, callbackHealth: 0 }) : PLAIN_PACE,
  )
  const due: Task[] = []
  const put = (task: Omit<Task, 'dueAt'>, now: number) => {
    const times = { submittedAt: task.submittedAt * 1_000, now: now * 1_000 }
    const limitAt = times.submittedAt + LIMIT_S * 1_000
    const dueAt = nextReadAt({ ...times, limitAt }, REAL_TIMING, random(), paces[task.kind]!) / 1_000
    insert(due, { ...task, dueAt })
  }
  let [made, ended, reads, lag] = [0, 0, 0, 0]
  for (let now = 0; ended < tasks; now += READ_EVERY_S) {
    for (; made < tasks && made / creations <= now; made++) {
      const kind = made % models.length
      put({ kind, submittedAt: now, endsAt: now + models[kind]!.draw(random, 0) }, now)
    }
    const task = due[0] && due[0].dueAt <= now ? due.shift() : undefined
    if (task === undefined) continue
    reads += 1
    if (task.endsAt <= now) {
      ended += 1
      lag += now - task.endsAt
    } else {
      put(task, now)
    }
  }
  return { reads: reads / tasks, lag: lag / tasks }
}

function insert(due: Task[], task: Task): void {
  const after = due.findLastIndex(({ dueAt }) => dueAt <= task.dueAt)
  due.splice(after + 1, 0, task)
}
