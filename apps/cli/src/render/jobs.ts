import type { JobView } from '@kiln/sdk'
import type { Words } from '../words/words.ts'
import { shortTime } from './failures.ts'
import type { Ink } from './ink.ts'
import { renderRange } from './money.ts'
import { plain } from './plain.ts'
import { fitTable } from './fit-table.ts'

/** What it cost, when it came and its model: kiln job tells them. */
const SPARED = [4, 3, 2]

/** Jobs, a row each; cut where a terminal ends. */
export function renderJobs(
  { jobs, columns }: { jobs: readonly JobView[]; columns: number | null },
  ink: Ink,
  words: Words,
): string {
  const told = words.jobs
  if (jobs.length === 0) return `${told.none}\n`
  const rows = jobs.map((job) =>
    [
      job.id,
      job.state,
      job.model,
      shortTime(job.createdAt),
      job.credits.charged === null ? renderRange(job.credits.quoted, words) : String(job.credits.charged),
      aboutOf(job),
    ].map(plain),
  )
  const [head = '', ...body] = fitTable([[...told.columns], ...rows], { columns, spared: SPARED })
  return `${[ink.bold(head), ...body].join('\n')}\n`
}

/** What is most worth knowing of a job in this state. */
function aboutOf({ customId, failure, parked, waitingFor }: JobView): string {
  const why =
    failure !== null
      ? `${failure.class} (${failure.code}): ${failure.message}`
      : parked !== null
        ? parked.reason
        : (waitingFor?.gate ?? '')
  return [customId, why].filter(Boolean).join('  ')
}
