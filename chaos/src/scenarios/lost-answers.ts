import type { FaultChanges } from '@kiln/simulator'
import { SPEED } from '../stack/speed.ts'
import { PREFIX } from '../stack/stack.ts'
import { NO_LOAD } from './everyday.ts'
import { plainJobs } from './limits/plain-jobs.ts'
import type { Scenario, World } from './scenario.ts'
import { countOf, until } from './surroundings.ts'

/** So many that none of the few ways to call twice could hide, and no more than end within two minutes. */
const JOBS = 1_000
const ALLOWANCE = { max: 200, windowMs: 10_000 }
/** How long a callback may explain a lost answer. */
const HORIZON_MS = 90_000

interface LostAnswers {
  name: string
  callbacks: boolean
  faults: FaultChanges
  /** What must have become of all jobs; left out where it depends on each. */
  all?: 'succeeded' | 'parked'
  /** How long none may be given up. */
  explainableMs?: number
}

const CASES: readonly LostAnswers[] = [
  {
    name: 'callbacks on',
    callbacks: true,
    faults: { loseAnswers: { probability: 1, when: 'afterCharge' }, dropCallbacks: 0 },
    all: 'succeeded',
  },
  {
    name: 'callbacks off',
    callbacks: false,
    faults: { loseAnswers: { probability: 1, when: 'afterCharge' } },
    all: 'parked',
  },
  {
    name: 'callbacks lost too',
    callbacks: true,
    faults: { loseAnswers: { probability: 1, when: 'afterCharge' }, dropCallbacks: 1 },
    all: 'parked',
    explainableMs: HORIZON_MS,
  },
  {
    name: 'mixed',
    callbacks: true,
    // Half of the calls made a task, and half of those tasks call back.
    faults: { loseAnswers: { probability: 1, when: 'either' }, dropCallbacks: 0.5 },
    explainableMs: HORIZON_MS,
  },
]

/** Not one createTask call is answered. Each is made once all the same, and what it made is found or asked about. */
export const lostAnswers = (jobs: number): readonly Scenario[] =>
  CASES.map((one) => ({
    name: one.name,
    calm: true,
    load: NO_LOAD,
    callbacks: one.callbacks,
    faults: { ...one.faults, submitLimit: ALLOWANCE },
    env: {
      KILN_SUBMIT_LIMIT: `${ALLOWANCE.max}/${ALLOWANCE.windowMs}ms`,
      KILN_UNCONFIRMED_HORIZON: `${HORIZON_MS}ms`,
    },
    disturb: (world) => loseAll(world, jobs, one),
  }))

export const LOST_ANSWER_SCENARIOS = lostAnswers(JOBS)

const UNDECIDED = ['queued', 'submitting', 'unconfirmed', 'running'] as const
const PATIENCE_MS = 240_000

async function loseAll(world: World, jobs: number, { all, explainableMs }: LostAnswers): Promise<void> {
  const { stack, submit, note, strike } = world
  strike()
  await submit(plainJobs('lost', jobs))
  const undecided = async () =>
    (await Promise.all(UNDECIDED.map((state) => countOf(stack, state)))).some(Boolean)
  await until('all were decided on', async () => !(await undecided()), PATIENCE_MS)
  const { creates, callbacksSent } = await stack.simulation.counts()
  const [succeeded, parked] = [await countOf(stack, 'succeeded'), await countOf(stack, 'parked')]
  // One call for each job, whatever became of it: charges alone would not show a second one that made no task.
  const posts = Object.values(creates.byCode).reduce((sum, count) => sum + count, 0)
  note('posts', posts, { atLeast: jobs, atMost: jobs })
  note('answered', posts - (creates.byCode['lost'] ?? 0), { atMost: 0 })
  note('tasks', creates.accepted)
  const bound = all === 'succeeded' ? jobs : all === 'parked' ? 0 : callbacksSent
  note('bound', succeeded, { atLeast: bound, atMost: bound })
  note('parked', parked, { atLeast: jobs - bound, atMost: jobs - bound })
  await noteParkedAfter(world, explainableMs ?? 0)
}

/** How long after its intent each was given up, in the world's time. */
async function noteParkedAfter({ stack, note }: World, explainableMs: number): Promise<void> {
  const ids = await stack.db.zrange(`${PREFIX}:state:parked`, '0', '-1')
  const times = await Promise.all(
    ids.map((id) => stack.db.hmget(`${PREFIX}:job:${id}`, 'intentAt', 'stateAt')),
  )
  const seconds = times.map(([begun, parked]) => ((Number(parked) - Number(begun)) * SPEED) / 1_000)
  if (seconds.length === 0) return
  note('firstParkedAfterSeconds', Math.min(...seconds), { atLeast: explainableMs / 1_000 })
  note('lastParkedAfterSeconds', Math.max(...seconds))
}
