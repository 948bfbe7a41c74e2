import type { FailPoints } from '@kiln/fail-points'
import type { BulkRecord, ClaimedBulk, Ledger } from '@kiln/ledger'
import type { BulkAct } from '@kiln/lifecycle'
import type { ActDeps } from '@kiln/operator-acts'
import type { Report } from '../report.ts'
import { startBulkRunner, type BulkRunner } from './bulk-runner.ts'
import { cancelListedJob } from './cancel-listed-job.ts'
import type { Listed } from './listed.ts'
import { requeueListedJob } from './requeue-listed-job.ts'

export interface BulkActsDeps {
  ledger: Pick<Ledger, 'bulk' | 'acts'>
  report: Report
  requestFeed: () => void
  failPoints: FailPoints
  actDeps: ActDeps
  readMeter: { count: number; windowMs: number }
}

/** A requeue asks KIE of one job after the other; a cancel asks Redis alone, of many side by side. */
const PACE: Record<BulkAct, { slice: number; atOnce: number }> = {
  requeue: { slice: 10, atOnce: 1 },
  cancel: { slice: 200, atOnce: 20 },
}

/** Runs what was asked for of many jobs at once. */
export function startBulkActs(deps: BulkActsDeps): BulkRunner {
  const { ledger, actDeps, failPoints, readMeter, report, requestFeed } = deps
  // A look that finds nothing is no slice.
  const beginSlice = failPoints.around('slice', async (claimed: ClaimedBulk) => claimed)
  const bulk = {
    ...failPoints.wrap(ledger.bulk, { enlist: 'enlist', note: 'note' }),
    async claim(act: BulkAct, max: number) {
      const claimed = await ledger.bulk.claim(act, max)
      return claimed === null ? null : beginSlice(claimed)
    },
  }
  const actOn = failPoints.around('listed', (record: BulkRecord, id: string): Promise<Listed> =>
    record.act === 'cancel'
      ? cancelListedJob(ledger.acts, record, id)
      : requeueListedJob(actDeps, record, id),
  )
  const readRestMs = (2 * readMeter.windowMs) / readMeter.count
  const start = (act: BulkAct) =>
    startBulkRunner({ act, bulk, actOn, report, requestFeed, readRestMs, ...PACE[act] })
  const runners = (['requeue', 'cancel'] as const).map(start)
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()))
    },
  }
}
