import type { Benchmark } from '../benchmark.ts'
import { measureFailures } from './measure-failures.ts'

export const FAILURES: Benchmark = {
  summary: 'how fast failures are listed by cause and a requeue of all is planned, among many jobs',
  options: {
    jobs: { fallback: 200_000, max: 2_000_000, says: 'jobs there are, the failed ones included' },
    failures: { fallback: 10_000, max: 1_000_000, says: 'failed ones, of four kinds' },
    rounds: { fallback: 15, max: 1_000, says: 'calls of each sort' },
  },
  run: ({ jobs = 1, failures = 1, rounds = 1 }, tell) => measureFailures({ jobs, failures, rounds }, tell),
}
