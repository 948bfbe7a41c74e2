import { expectedEnd, REAL_TIMING, scaleTiming, shapeOf } from '@kiln/lifecycle'
import type { ApiDeps } from '../deps.ts'
import { typicalRuns } from '../show-job/typical-runs.ts'
import { estimateEnd, type Begun } from './estimate-end.ts'

interface Work {
  tenant: string
  batchId: string | null
  queued: number
  runs: boolean
  models: readonly string[]
  /** Since when it is under way, and with how many jobs; left out where nothing was sent yet. */
  begun?: Pick<Begun, 'at' | 'underWay'> | null
}

/** Whoever asks within so long hears the same of what ended lately. */
const SAME_FOR_MS = 1_000

/** When some work is likely to be done, at today's limits and queue, and as fast as jobs end. */
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

  const endsLately = oneForAll(() => ledger.batches.endsLately(), SAME_FOR_MS)

  return async ({ tenant, batchId, queued, runs, models, begun = null }) => {
    if (queued === 0 && !runs) return null
    const [standing, runMs, ends] = await Promise.all([
      ledger.batches.standing(tenant, batchId),
      runMsOf(models),
      begun === null ? [] : endsLately(),
    ])
    const longestRunMs = config.timing.pollDeadlineMs
    const seen = begun && { ...begun, ends }
    const window = config.submit.limit
    return estimateEnd({ queued, runs, standing, window, runMs, longestRunMs, begun: seen })
  }
}

/** What one was told, everybody is who asks a little later; not that it failed. */
function oneForAll<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { told: Promise<T>; atMs: number } | null = null
  return () => {
    const nowMs = performance.now()
    if (last !== null && nowMs - last.atMs < forMs) return last.told
    const asked = { told: ask(), atMs: nowMs }
    last = asked
    asked.told.catch(() => {
      if (last === asked) last = null
    })
    return asked.told
  }
}
