import { setTimeout as pause } from 'node:timers/promises'
import { NO_LOAD } from '../everyday.ts'
import { plainJobs } from '../limits/plain-jobs.ts'
import type { Scenario, World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'

const KILLS = 10
const LINES = 60
const UPLOAD_MS = 400
/** After the whole upload too: the script that makes the batch exist, and the answer, take their time. */
const LATEST_MS = UPLOAD_MS + 200

/** One upload, and the API killed at some instant of it. Whether there is a batch then, and of how many lines. */
async function killDuringUpload(
  { stack, draw, client, strike }: World,
  name: string,
): Promise<number | null> {
  const upload = client().tryBatch(name, plainJobs(name, LINES), UPLOAD_MS)
  await pause(draw('kill', name) * LATEST_MS)
  if (stack.api.recycle('SIGKILL')) strike()
  await upload
  const found = (await client().batches()).filter((batch) => batch.name === name)
  if (found.length > 1) throw new Error(`${found.length} batches are called ${name}`)
  return found[0]?.lines ?? null
}

/** Whole or nothing, and the caller who comes again gets one batch in either case. */
const apiKilled: Scenario = {
  name: 'API killed during an upload',
  calm: true,
  callbacks: false,
  load: NO_LOAD,
  async disturb(world) {
    const { client, note, handToAudit } = world
    await client().pause()
    const seen = { whole: 0, nothing: 0, parts: 0, doubled: 0 }
    for (let n = 1; n <= KILLS; n++) {
      const name = `upload${n}`
      const lines = await killDuringUpload(world, name)
      if (lines === null) seen.nothing++
      else if (lines === LINES) seen.whole++
      else seen.parts++
      const batch = await client().submitBatch(name, plainJobs(name, LINES))
      const called = (await client().batches()).filter((each) => each.name === name)
      if (called.length !== 1 || called[0]!.id !== batch.id || batch.lines !== LINES) seen.doubled++
      await client().cancelBatch(batch.id)
      await until(`${name} ended`, async () =>
        (await client().batches()).every((each) => each.name !== name || each.endedAt !== null),
      )
      await handToAudit(batch, plainJobs(name, LINES), true)
    }
    note('wholeBatches', seen.whole)
    note('noBatch', seen.nothing)
    note('partsOfBatches', seen.parts, { atMost: 0 })
    note('batchesNotOnce', seen.doubled, { atMost: 0 })
    await client().resume()
  },
}

const JOBS_IN_A_SLICE = 30
/** A worker begins anew for every slice. */
const PATIENCE_MS = 240_000

/** Every slice is some worker's last act but one; what it made is there, and the next one goes on behind it. */
export const expanderKilled = ({ slices }: { slices: number }): Scenario => ({
  name: 'expander killed at every slice',
  calm: true,
  callbacks: false,
  load: NO_LOAD,
  api: () => ['commit.before=kill@1', 'commit.after=kill@1'],
  workers: () => [
    ...Array.from({ length: slices - 1 }, () => 'expand.after=kill@1'),
    ...Array.from({ length: 2 }, () => 'expand.before=kill@1'),
  ],
  async disturb({ stack, client, note, submitBatch }) {
    // With nothing on the wire a kill can cost no answer, so that every job must succeed.
    await client().pause()
    const jobs = plainJobs('line', slices * JOBS_IN_A_SLICE, { durationMs: 500 })
    const { id } = await submitBatch('sliced', jobs)
    const areJobs = async () => (await countOf(stack, 'queued')) === jobs.length
    await until('all lines are jobs', areJobs, PATIENCE_MS)
    await client().resume()
    await until(
      'the batch ended',
      async () => (await client().batches()).every(({ endedAt }) => endedAt !== null),
      PATIENCE_MS,
    )
    const rows = await client().results(id)
    const named = new Set(rows.filter(({ state }) => state === 'succeeded').map(({ customId }) => customId))
    note('rows', rows.length, { atLeast: jobs.length, atMost: jobs.length })
    note('succeededOnce', named.size, { atLeast: jobs.length, atMost: jobs.length })
    note('batches', (await client().batches()).length, { atLeast: 1, atMost: 1 })
  },
})

export const KILL_SCENARIOS: readonly Scenario[] = [apiKilled, expanderKilled({ slices: 10 })]
