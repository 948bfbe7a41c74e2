import { setTimeout as sleep } from 'node:timers/promises'
import type { JobView, KilnApi } from './kiln-api.ts'
import type { SampleJob } from './sample-jobs.ts'

export interface SampleLimits {
  pollMs: number
  /** Past it the sample is reported as it stands. */
  deadlineMs: number
}

export type SampleOutcome = { ok: true; jobs: JobView[] } | { ok: false; cause: string }

/** States in which a job of the sample moves no more. */
const ENDED = new Set(['succeeded', 'failed', 'canceled', 'parked'])

/** Submits every job, then watches all of them until each has ended. */
export async function runSample(
  api: KilnApi,
  sample: readonly SampleJob[],
  limits: SampleLimits,
  showProgress: (jobs: readonly JobView[]) => void,
): Promise<SampleOutcome> {
  const deadline = performance.now() + limits.deadlineMs
  const answers = await Promise.all(sample.map((job) => api.submit(job)))
  const refusal = answers.find((answer) => !answer.ok)
  if (refusal !== undefined) return refusal
  let jobs = answers.flatMap((answer) => (answer.ok ? [answer.job] : []))
  showProgress(jobs)
  while (jobs.some(isOpen) && performance.now() < deadline) {
    await sleep(limits.pollMs)
    jobs = await Promise.all(jobs.map((job) => readAgain(api, job)))
    showProgress(jobs)
  }
  return { ok: true, jobs }
}

function isOpen(job: JobView): boolean {
  return !ENDED.has(job.state)
}

/** A read that fails says nothing about the job: it is read again in the next round. */
async function readAgain(api: KilnApi, job: JobView): Promise<JobView> {
  if (!isOpen(job)) return job
  const answer = await api.read(job.id)
  return answer.ok ? answer.job : job
}
