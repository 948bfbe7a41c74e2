import type { FailPoint } from '@kiln/fail-points'
import type { Draw } from '@kiln/simulator'
import { PREFIX, type Stack } from '../../stack/stack.ts'
import { NO_LOAD } from '../everyday.ts'
import { plainJobs } from '../limits/plain-jobs.ts'
import type { Scenario } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'

const PATIENCE_MS = 240_000
const REFUSAL = { durationMs: 1_000, fail: { failCode: '422', failMsg: 'flagged as sensitive' } }

/** Where a worker that has a slice can end. */
const POINTS: readonly FailPoint[] = ['slice.after', 'listed.after', 'read.after', 'note.before']
/** Jobs of a slice that are done before its worker dies. */
const MOST_DONE = 5

/** Each life is struck while it has a slice, so that every one of them leaves a lease to run out. */
const deaths = (count: number) => (draw: Draw) =>
  Array.from({ length: count }, (_, n) => {
    const point = POINTS[n % POINTS.length]!
    const most = point === 'slice.after' || point === 'note.before' ? 2 : MOST_DONE
    return `${point}=kill@${1 + Math.floor(draw(point, n) * most)}`
  })

const exactly = (value: number) => ({ atLeast: value, atMost: value })

/** Some hundred failures are run again by workers that are killed in the midst of it; the class does not come back. */
export const requeueUnderKills = (failures: number, kills: number): Scenario => ({
  name: 'requeue under kills',
  calm: true,
  // So the books know each task by its caller's own name, and reads come by the clock.
  callbacks: false,
  load: NO_LOAD,
  workers: deaths(kills),
  // Beside one that is done dying, another could be left without a slice, and so never die.
  workerEnvs: async () => [{}],
  async disturb({ stack, client, submit, note }) {
    await stack.simulation.setBehaviours([{ times: failures, do: REFUSAL }])
    const jobs = await submit(plainJobs('again', failures))
    await until('all have failed', async () => (await countOf(stack, 'failed')) === failures, PATIENCE_MS)
    await stack.simulation.setBehaviours([])
    // Else a kill may cost the answer of a call, which is no matter of bulk acts.
    await client().pause()
    for (const job of jobs) job.reruns = 1
    const { id } = await client().requeueFailed('all-again', 'contentRefused')
    const sent = () => countOf(stack, 'queued')
    await until('the workers have died', async () => (await deadWorkers(stack)) >= kills, PATIENCE_MS)
    note('queuedAtTheLastDeath', await sent())
    await client().resume()
    await until('it has ended', async () => (await client().requeued(id)).endedAt !== null, PATIENCE_MS)

    const { status, counts } = await client().requeued(id)
    const byKey = new Map(Object.entries((await stack.simulation.books()).byKey))
    note('found', counts.found, exactly(failures))
    note('requeued', counts.requeued, exactly(failures))
    note('left', counts.left, exactly(0))
    note('done', status === 'done' ? 1 : 0, exactly(1))
    note('requeuesOfOneJob', await mostRequeuesOfOneJob(stack), exactly(1))
    note('chargedTwice', jobs.filter(({ key }) => byKey.get(key) === 2).length, exactly(failures))
    note('kills', await deadWorkers(stack))
  },
})

const STRUCK = '"event":"failPoint"'
const deadWorkers = async ({ lines }: Stack) => lines.filter(({ text }) => text.includes(STRUCK)).length

/** By the rows of what bulk acts did, whatever the jobs say of themselves. */
async function mostRequeuesOfOneJob({ db }: Stack): Promise<number> {
  const rows = await db.xrange(`${PREFIX}:auditOfBulk`, '-', '+')
  const times = new Map<string, number>()
  for (const [, fields] of rows) {
    if (fields[fields.indexOf('act') + 1] !== 'requeue') continue
    const job = fields[fields.indexOf('id') + 1]!
    times.set(job, (times.get(job) ?? 0) + 1)
  }
  return Math.max(...times.values())
}

export const BULK_SCENARIOS: readonly Scenario[] = [requeueUnderKills(300, 12)]
