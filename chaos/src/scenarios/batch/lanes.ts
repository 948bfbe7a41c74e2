import { ALLOWANCE, allowanceOf, notePace } from '../limits/allowance.ts'
import {
  AFTER_THE_START,
  books,
  created,
  CROWD,
  EQUAL,
  fairness,
  MOST_APART_PERCENT,
  SHORT_TASK,
  submitAndNoteWait,
  TWO_WINDOWS,
  whilePaused,
} from '../limits/fairness.ts'
import { creationOrder, lanesApart } from '../limits/lane-order.ts'
import { plainJobs } from '../limits/plain-jobs.ts'
import type { Scenario } from '../scenario.ts'
import { CALLER, until } from '../surroundings.ts'

/** Lines become jobs slowly on a machine that has much else to do. */
const EXPANDED_WITHIN_MS = 240_000

const singleBehindBatch = fairness({
  name: 'a single job behind 10,000 lines',
  speed: 10,
  async disturb(world) {
    const { client, handToAudit, stack, note } = world
    const jobs = plainJobs('crowd', CROWD, SHORT_TASK)
    const batch = await client().submitBatch('crowd', jobs)
    const isExpanded = async () => (await client().batches())[0]!.expandedAt !== null
    await until('all lines are jobs', isExpanded, EXPANDED_WITHIN_MS)
    await until('the batch moves', async () => (await created(world)) >= TWO_WINDOWS)
    await submitAndNoteWait(world, 'single', 1, 'nano-banana-2', CALLER)
    notePace(note, await books(world), allowanceOf(stack.speed))
    await client().cancelBatch(batch.id)
    await until('the batch ended', async () => (await client().batches())[0]!.endedAt !== null)
    await handToAudit(batch, jobs, true)
  },
})

const equalBatches = fairness({
  name: 'two equal batches',
  async disturb(world) {
    await whilePaused(world, async () => {
      await world.submitBatch('left', plainJobs('left', EQUAL, SHORT_TASK))
      await world.submitBatch('right', plainJobs('right', EQUAL, SHORT_TASK))
      const queued = () => world.stack.db.zcard('{kiln}:state:queued')
      await until('all lines are jobs', async () => (await queued()) === 2 * EQUAL)
    })
    await until('all were sent', async () => (await created(world)) === 2 * EQUAL)
    const { percent, jobs } = lanesApart(creationOrder(await books(world)), AFTER_THE_START)
    world.note('batchesApartPercent', percent, { atMost: MOST_APART_PERCENT })
    world.note('batchesApartJobs', jobs)
    notePace(world.note, await books(world), allowanceOf(world.stack.speed))
  },
})

const LINES = 200
const SINGLES = 200
/** Singles of a key are one lane beside its batches: half the turns are the batch's, less the calls on the wire. */
const LEAST_SHARE_PERCENT = 40

const underSingles = fairness({
  name: 'a batch among single jobs',
  async disturb(world) {
    await whilePaused(world, async () => {
      await world.submit(plainJobs('single', SINGLES, SHORT_TASK))
      await world.submitBatch('long', plainJobs('long', LINES, SHORT_TASK))
      const queued = () => world.stack.db.zcard('{kiln}:state:queued')
      await until('all lines are jobs', async () => (await queued()) === SINGLES + LINES)
    })
    await until('all were sent', async () => (await created(world)) === SINGLES + LINES)
    const both = creationOrder(await books(world)).slice(0, 2 * SINGLES - 4 * ALLOWANCE.max)
    const ofBatch = both.filter(({ lane }) => lane === 'long').length
    world.note('batchSharePercent', (100 * ofBatch) / both.length, { atLeast: LEAST_SHARE_PERCENT })
  },
})

export const LANE_SCENARIOS: readonly Scenario[] = [singleBehindBatch, equalBatches, underSingles]
