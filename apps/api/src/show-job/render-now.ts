import type { JobView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobLedger, JobRecord } from '@kiln/ledger'
import { expectedEnd, REAL_TIMING, scaleTiming, shapeOf } from '@kiln/lifecycle'
import type { ApiDeps } from '../deps.ts'
import { renderJob } from './render-job.ts'
import { typicalRuns } from './typical-runs.ts'

export type RenderNow = (jobs: readonly JobRecord[], language: Language) => Promise<JobView[]>

/**
 * Jobs as they are now: each waiting one with the gate that holds it, each running one with the time
 * at which it is likely to end. A page costs as many round trips as a single job.
 */
export function renderNow({ ledger, catalog, config }: ApiDeps): RenderNow {
  const expected = expectEnds(ledger, typicalRuns(catalog), scaleTiming(REAL_TIMING, config.speed))
  return async (jobs, language) => {
    const someParked = jobs.some(({ parkedReason }) => parkedReason !== null)
    const [waiting, ends, signs] = await Promise.all([
      ledger.waitingFor(jobs),
      expected(jobs),
      someParked ? ledger.callbackSigns() : null,
    ])
    return jobs.map((job) =>
      renderJob(job, waiting.get(job.id) ?? null, language, ends.get(job.id) ?? null, signs),
    )
  }
}

function expectEnds(
  ledger: JobLedger,
  typicalOf: ReturnType<typeof typicalRuns>,
  timing: Pick<typeof REAL_TIMING, 'runTimeUnitMs'>,
) {
  return async (jobs: readonly JobRecord[]): Promise<Map<string, number | null>> => {
    const running = jobs.flatMap(({ id, model, state, submittedAt }) =>
      state === 'running' && submittedAt !== null ? [{ id, model, submittedAt }] : [],
    )
    if (running.length === 0) return new Map()
    const models = [...new Set(running.map(({ model }) => model))]
    const known = await ledger.runTimes(models)
    const shapes = new Map(models.map((model) => [model, shapeOf(known.of(model), typicalOf(model))]))
    const { now } = known
    return new Map(
      running.map(({ id, model, submittedAt }) => {
        const shape = shapes.get(model) ?? null
        return [id, shape && expectedEnd({ submittedAt, now }, shape, timing)]
      }),
    )
  }
}
