import { setTimeout as pause } from 'node:timers/promises'
import type { Books } from '@kiln/simulator'
import type { AcceptedJob } from '../../audit/evidence.ts'
import type { Scenario, World } from '../scenario.ts'
import { until } from '../surroundings.ts'
import { ALLOWANCE, ONE_ACCOUNT, allowanceOf, notePace } from './allowance.ts'
import { observeFeed } from './feed-cost.ts'
import { creationOrder, lanesApart, shareOfFair } from './lane-order.ts'
import { plainJob, plainJobs } from './plain-jobs.ts'

export const SHORT_TASK = { durationMs: 1_000 }
/** A job that has waited for two windows has seen so many others pass. */
export const TWO_WINDOWS = 2 * ALLOWANCE.max

/** Lanes are callers here. All begin at once: what was accepted first has no start. */
export const fairness = (scenario: Pick<Scenario, 'name' | 'callers' | 'speed' | 'disturb'>): Scenario => ({
  ...ONE_ACCOUNT,
  callbacks: false,
  ...scenario,
})

export async function whilePaused<T>({ client }: World, act: () => Promise<T>): Promise<T> {
  await client().pause()
  const done = await act()
  await client().resume()
  return done
}

export const books = ({ stack }: World): Promise<Books> => stack.simulation.books()
export const created = async (world: World): Promise<number> =>
  (await world.stack.simulation.counts()).creates.accepted

/** How long an accepted job waited for its creation, in windows and in other jobs; noted by `name`. */
async function noteWait(world: World, name: string, job: AcceptedJob, atMs: number): Promise<void> {
  const { stack, note } = world
  await until(`${job.key} was sent`, async () => (await books(world)).byKey[job.key] !== undefined)
  const { charges } = await books(world)
  const own = charges.findIndex(({ key }) => key === job.key)
  const passed = charges.slice(0, own).filter(({ at }) => at > atMs).length
  const windows = (charges[own]!.at - atMs) / allowanceOf(stack.speed).windowMs
  note(`${name}SawPass`, passed, { atMost: TWO_WINDOWS })
  note(`${name}WaitedWindows`, windows, { atMost: 2 })
}

export async function submitAndNoteWait(
  world: World,
  name: string,
  n: number,
  model: string,
  caller: string,
): Promise<void> {
  const [job] = await world.submit([plainJob(name, n, { ...SHORT_TASK, model })], caller)
  await noteWait(world, name, job!, Date.now())
}

export const CROWD = 10_000

const singleJob = fairness({
  name: 'a single job behind 10,000',
  callers: ['crowd', 'single'],
  speed: 10,
  async disturb(world) {
    const crowd = await whilePaused(world, () => world.submit(plainJobs('crowd', CROWD, SHORT_TASK), 'crowd'))
    await until('the crowd moves', async () => (await created(world)) >= TWO_WINDOWS)
    await submitAndNoteWait(world, 'single', 1, 'nano-banana-2', 'single')
    notePace(world.note, await books(world), allowanceOf(world.stack.speed))
    await whilePaused(world, () => world.takeBack(crowd, 'crowd'))
  },
})

export const EQUAL = 400
export const MOST_APART_PERCENT = 10
/**
 * A window's calls are on the wire at once and arrive in any order, perhaps all of one lane before
 * all of the other: from here on that alone cannot put the lanes further apart than is allowed.
 */
export const AFTER_THE_START = 10 * ALLOWANCE.max

const equalLanes = fairness({
  name: 'two equal lanes',
  callers: ['left', 'right'],
  async disturb(world) {
    await whilePaused(world, async () => {
      await world.submit(plainJobs('left', EQUAL, SHORT_TASK), 'left')
      await world.submit(plainJobs('right', EQUAL, SHORT_TASK), 'right')
    })
    await until('all were sent', async () => (await created(world)) === 2 * EQUAL)
    const order = creationOrder(await books(world))
    const { percent, jobs } = lanesApart(order, AFTER_THE_START)
    world.note('lanesApartPercent', percent, { atMost: MOST_APART_PERCENT })
    world.note('lanesApartJobs', jobs)
    notePace(world.note, await books(world), allowanceOf(world.stack.speed))
  },
})

const LONG = 600
const SHORTS = 200
/** Of what would be its own if each job's turn were divided among the lanes that have one waiting. */
const LEAST_OF_SHARE_PERCENT = 80

const steadyStream = fairness({
  name: 'a long lane under a stream of short ones',
  callers: ['long', ...Array.from({ length: SHORTS }, (_, i) => `s${i + 1}`)],
  async disturb(world) {
    const { stack, note } = world
    const long = await whilePaused(world, () => world.submit(plainJobs('long', LONG, SHORT_TASK), 'long'))
    await until('the long lane moves', async () => (await created(world)) >= ALLOWANCE.max)
    const before = await created(world)
    const arrivals = await streamIn(world, ALLOWANCE.windowMs / stack.speed / ALLOWANCE.max)
    const order = creationOrder(await books(world)).slice(before)
    const during = order.filter(({ at }) => at <= arrivals.endedAt)
    const { created: sent, fair, longestPause } = shareOfFair(during, 'long', arrivals.at)
    note('longSent', sent)
    note('longOfItsSharePercent', (100 * sent) / fair, { atLeast: LEAST_OF_SHARE_PERCENT })
    note('longSawPassInARow', longestPause, { atMost: TWO_WINDOWS })
    notePace(note, await books(world), allowanceOf(stack.speed))
    await whilePaused(world, () => world.takeBack(long, 'long'))
  },
})

/** One job of a caller that nobody has seen before, again and again: as many as KIE would take. */
async function streamIn(
  { submit }: World,
  everyMs: number,
): Promise<{ at: Map<string, number>; endedAt: number }> {
  const at = new Map<string, number>()
  const posts: Promise<void>[] = []
  for (let n = 1; n <= SHORTS; n++) {
    posts.push(
      submit([plainJob('short', n, SHORT_TASK)], `s${n}`).then(() => void at.set(`short-${n}`, Date.now())),
    )
    await pause(everyMs)
  }
  await Promise.all(posts)
  return { at, endedAt: Date.now() }
}

const GATED = 5_000
const GATED_MODEL = 'google/nano-banana'
const FREE_MODEL = 'nano-banana-2'
const MOST_COMMANDS = 150
const MOST_FEED_PERCENT = 5
const WATCH_MS = 5_000

const gatedModel = fairness({
  name: 'another model behind 5,000 gated jobs',
  callers: ['gated', 'other'],
  async disturb(world) {
    const { stack, note } = world
    await stack.simulation.setBehaviours([{ match: { model: GATED_MODEL }, do: { code: 505 } }])
    const jobs = plainJobs('gated', GATED, { ...SHORT_TASK, model: GATED_MODEL, refused: true })
    const gated = await world.submit(jobs, 'gated')
    await until('the model is gated', async () =>
      (await world.client().metrics()).includes('kiln_gate_open{gate="model"} 0'),
    )
    const cost = await observeFeed(stack.db, async () => {
      await pause(WATCH_MS)
      await submitAndNoteWait(world, 'sameLane', 1, FREE_MODEL, 'gated')
      await submitAndNoteWait(world, 'otherLane', 1, FREE_MODEL, 'other')
    })
    note('feeds', cost.feeds, { atLeast: 1 })
    note('commandsOfAFeed', cost.mostCommands, { atMost: MOST_COMMANDS })
    note('slowestFeedMicros', cost.slowestMicros)
    note('redisTimeInFeedsPercent', cost.percentOfTime, { atMost: MOST_FEED_PERCENT })
    await whilePaused(world, () => world.takeBack(gated, 'gated'))
  },
})

export const FAIRNESS_SCENARIOS: readonly Scenario[] = [singleJob, equalLanes, steadyStream, gatedModel]
