import type { Charge } from '@kiln/simulator'
import { drawJob } from '../../load/draw-jobs.ts'
import type { ShownRow } from '../../load/kiln-client.ts'
import { NO_LOAD } from '../everyday.ts'
import type { Scenario } from '../scenario.ts'
import { until } from '../surroundings.ts'

/** What a caller is told in the end, line by line, beside KIE's own books. */
export const resultsAfterKills = (lines: number): Scenario => ({
  name: 'results after kills',
  // So the books know each task by its caller's own name.
  callbacks: false,
  load: NO_LOAD,
  api: () => ['commit.after=kill@1'],
  workers: () => ['expand.after=kill@1', 'bind.after=kill@5', 'read.after=kill@5', 'settle.after=kill@5'],
  // Beside one that is done dying, another could be left without enough jobs to die of.
  workerEnvs: async () => [{}],
  async disturb({ client, note, submitBatch, stack, draw }) {
    const jobs = Array.from({ length: lines }, (_, n) => drawJob(draw, n + 1))
    const { id } = await submitBatch('drawn', jobs)
    await until(
      'the batch ended',
      async () => (await client().batches()).every(({ endedAt }) => endedAt !== null),
      240_000,
    )
    const rows = await client().results(id)
    const { charges } = await stack.simulation.books()
    const names = rows.map(({ customId }) => customId)
    const inOrder = jobs.every(({ key }, n) => key === names[n])
    const untrue = rows.filter(
      (row) =>
        !isTrue(
          row,
          charges.filter(({ key }) => key === row.customId),
        ),
    )
    note('rows', rows.length, { atLeast: lines, atMost: lines })
    note('rowsOutOfOrder', inOrder ? 0 : 1, { atMost: 0 })
    note('rowsUntrue', untrue.length, { atMost: 0 })
    note('rowsSucceeded', rows.filter(({ state }) => state === 'succeeded').length)
    note('rowsFailed', rows.filter(({ state }) => state === 'failed').length)
  },
})

/** A parked line says that nobody knows; every other must be as the books have it, to the credit. */
export function isTrue({ state, result, credits }: ShownRow, charges: readonly Charge[]): boolean {
  const paid = charges.reduce((sum, charge) => sum + charge.credits, 0)
  const delivered = charges.filter((charge) => charge.state === 'success')
  switch (state) {
    case 'parked':
      return true
    case 'succeeded':
      return (
        delivered.some(({ taskId }) => result?.urls.every((url) => url.includes(taskId))) &&
        credits.charged === paid
      )
    case 'failed':
      return delivered.length === 0 && result === null && (credits.charged ?? 0) === paid
    default:
      return false
  }
}
