import { type JobView, type Kiln, KilnProblem } from '@kiln/sdk'
import { API_OPTION, askKiln, outcomeOf } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Deps, type Outcome, type Values } from '../command.ts'
import { inJson } from '../render/in-json.ts'

/** The options of every command that acts on a job. */
export const ACT_OPTIONS = { api: API_OPTION, json: JSON_OPTION } as const

/** One act on one job: what it came to, or why not. */
export function actOnJob<Job extends JobView>(
  act: (kiln: Kiln) => Promise<Job>,
  values: Values,
  deps: Deps,
  tell: (job: Job) => string,
): Promise<Outcome> {
  const { out } = deps
  const asJson = values['json'] === true
  return askKiln(values, deps, async (kiln) => {
    try {
      const job = await act(kiln)
      await out(asJson ? inJson(job) : `${tell(job)}\n`)
      return { exit: EXIT.good }
    } catch (error) {
      if (!(error instanceof KilnProblem)) throw error
      const outcome = outcomeOf(error, deps)
      // A program reads the problem where it reads the job.
      if (asJson && error.problem !== null) await out(inJson(error.problem))
      return outcome
    }
  })
}
