import { expectedEnd, REAL_TIMING, scaleTiming, shapeOf } from '@kiln/lifecycle'
import type { ApiDeps } from '../deps.ts'
import { typicalRuns } from '../show-job/typical-runs.ts'
import { estimateEnd } from './estimate-end.ts'

interface Work {
  tenant: string
  batchId: string | null
  queued: number
  runs: boolean
  models: readonly string[]
}

/** When some work is likely to be done, at today's limits and queue. */
export type ExpectEnd = (work: Work) => Promise<number | null>

export function expectEnds({ ledger, catalog, config }: ApiDeps): ExpectEnd {
  const typicalOf = typicalRuns(catalog)
  const timing = scaleTiming(REAL_TIMING, config.speed)

  /** Of the slowest model: the last job may be one of it. Null where nobody knows how long one of them takes. */
  async function runMsOf(models: readonly string[]): Promise<number | null> {
    const known = await ledger.runTimes(models)
    const times = models.map((model) => {
      const shape = shapeOf(known.of(model), typicalOf(model))
      return shape && expectedEnd({ submittedAt: 0, now: 0 }, shape, timing)
    })
    return times.reduce((most, time) => (most === null || time === null ? null : Math.max(most, time)), 0)
  }

  return async ({ tenant, batchId, queued, runs, models }) => {
    if (queued === 0 && !runs) return null
    const [standing, runMs] = await Promise.all([ledger.batches.standing(tenant, batchId), runMsOf(models)])
    const longestRunMs = config.timing.pollDeadlineMs
    return estimateEnd({ queued, runs, standing, window: config.submit.limit, runMs, longestRunMs })
  }
}
