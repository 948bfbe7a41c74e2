import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { NO_LOAD } from '../everyday.ts'
import { plainJobs } from '../limits/plain-jobs.ts'
import type { Scenario, World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'

const LINES = 60
const UPLOAD_MS = 400
/** In so long after its last piece the batch is made, and answered. */
const MAKING_MS = 60

/** One upload, and the API killed at some instant of it; every other time while the batch is made. */
async function killDuringUpload({ stack, draw, client, strike }: World, n: number): Promise<boolean> {
  const name = nameOf(n)
  // The life after the last kill has begun once somebody is answered.
  await client().batches()
  const lastPiece = new AbortController()
  const isWhole = once(lastPiece.signal, 'abort')
  const upload = client().tryBatch(name, plainJobs(name, LINES), UPLOAD_MS, () => lastPiece.abort())
  if (n % 2 === 0) await pause(draw('kill', name) * UPLOAD_MS)
  // An upload that broke off has no last piece.
  else await Promise.race([isWhole, upload]).then(() => pause(draw('kill', name) * MAKING_MS))
  const isKilled = stack.api.recycle('SIGKILL')
  if (isKilled) strike()
  await upload
  return isKilled
}

const nameOf = (n: number) => `upload${n}`

/** Whole or nothing, and the caller who comes again gets one batch in either case. */
export const apiKilled = (kills: number): Scenario => ({
  name: 'API killed during an upload',
  calm: true,
  callbacks: false,
  load: NO_LOAD,
  async disturb(world) {
    const { client, note, handToAudit } = world
    await client().pause()
    let killed = 0
    for (let n = 1; n <= kills; n++) killed += Number(await killDuringUpload(world, n))
    const seen = { whole: 0, nothing: 0, parts: 0, doubled: 0 }
    const before = await client().batches()
    for (let n = 1; n <= kills; n++) {
      const [found, ...more] = before.filter(({ name }) => name === nameOf(n))
      if (found === undefined) seen.nothing++
      else if (found.lines === LINES) seen.whole++
      else seen.parts++
      seen.doubled += more.length
    }
    for (let n = 1; n <= kills; n++) {
      const jobs = plainJobs(nameOf(n), LINES)
      const batch = await client().submitBatch(nameOf(n), jobs)
      const earlier = before.find(({ name }) => name === nameOf(n))
      if (batch.lines !== LINES || (earlier !== undefined && earlier.id !== batch.id)) seen.doubled++
      await client().cancelBatch(batch.id)
    }
    await until('all ended', async () => (await client().batches()).every(({ endedAt }) => endedAt !== null))
    const after = await client().batches()
    for (const batch of after) await handToAudit(batch, plainJobs(batch.name!, LINES), true)
    note('batches', after.length, { atLeast: kills, atMost: kills })
    note('kills', killed, { atLeast: kills })
    note('wholeBatches', seen.whole)
    note('noBatch', seen.nothing)
    note('partsOfBatches', seen.parts, { atMost: 0 })
    note('batchesNotOnce', seen.doubled, { atMost: 0 })
    await client().resume()
  },
})

const KILLS = 50

const JOBS_IN_A_SLICE = 20
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

export const KILL_SCENARIOS: readonly Scenario[] = [apiKilled(KILLS), expanderKilled({ slices: 10 })]
