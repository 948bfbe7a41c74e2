import type { Deps } from '../command.ts'
import { openJobsFile } from './open-file.ts'
import { readJobs, type JobsReading } from './read-jobs.ts'
import { warnOfCallback } from './warn-of-callback.ts'

type Needed = Pick<Deps, 'preflight' | 'hasCallback' | 'stdin'>

/** The verdicts on the jobs of a file, or of standard input for `-`. */
export async function judgeFile(
  path: string,
  { preflight, hasCallback, stdin }: Needed,
): Promise<JobsReading> {
  const file = await openJobsFile(path, stdin)
  if (!file.ok) return file
  const judges = preflight()
  const jobs = await readJobs(file.source, file.name, judges)
  if (!jobs.ok || hasCallback()) return jobs
  return { ok: true, verdicts: warnOfCallback(jobs.verdicts, judges.catalog) }
}
