import type { JobView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobLedger, JobRecord } from '@kiln/ledger'
import { renderJob } from './render-job.ts'

/** Jobs as they are now, each waiting one with the gate that holds it. */
export async function renderWithWaiting(
  ledger: JobLedger,
  jobs: readonly JobRecord[],
  language: Language,
): Promise<JobView[]> {
  const waiting = await ledger.waitingFor(jobs)
  return jobs.map((job) => renderJob(job, waiting.get(job.id) ?? null, language))
}
