import type { Deps } from '../command.ts'
import { openJobsFile } from './open-file.ts'
import { readJobs, type JobsReading } from './read-jobs.ts'
import { warnOfCallback } from './warn-of-callback.ts'

type Needed = Pick<Deps, 'preflight' | 'hasCallback' | 'stdin' | 'language' | 'words'>

/** The verdicts on the jobs of a file, or of standard input for `-`. */
export async function judgeFile(path: string, deps: Needed): Promise<JobsReading> {
  const { preflight, hasCallback, stdin, language, words } = deps
  const file = await openJobsFile(path, stdin, words)
  if (!file.ok) return file
  const judges = preflight()
  const jobs = await readJobs(file.source, file.name, judges, language)
  if (!jobs.ok || hasCallback()) return jobs
  return { ok: true, verdicts: warnOfCallback(jobs.verdicts, judges.catalog, words) }
}
