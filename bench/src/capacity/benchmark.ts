import type { Benchmark } from '../benchmark.ts'
import { measureQueue } from './measure-queue.ts'
import { measureWork } from './measure-work.ts'

export const CAPACITY: Benchmark = {
  summary: 'what one API, one worker and one Redis carry: jobs taken in, kept waiting, worked off',
  options: {
    seconds: { fallback: 10, max: 600, says: 'of single jobs' },
    queued: { fallback: 100_000, max: 100_000, says: 'jobs that wait' },
    jobs: { fallback: 2_000, max: 100_000, says: 'jobs from the queue to their verdict' },
  },
  async run({ seconds = 1, queued = 1, jobs = 1 }, tell) {
    return [...(await measureQueue({ seconds, queued }, tell)), await measureWork(jobs, tell)]
  },
}
