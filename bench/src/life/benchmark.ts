import type { Benchmark } from '../benchmark.ts'
import { measureLives } from './measure-lives.ts'

export const LIFE: Benchmark = {
  summary:
    'round trips to Redis and bytes of a whole life: API, worker, a Redis that syncs every write, the simulator',
  options: {
    jobs: { fallback: 40, max: 1_000, says: 'single jobs, each from its request to its verdict' },
    idle: { fallback: 15, max: 600, says: 'seconds without a job, to take off what would be asked anyhow' },
    seconds: { fallback: 20, max: 600, says: 'that a task of KIE takes' },
    rounds: { fallback: 1, max: 20, says: 'times' },
  },
  run: ({ jobs = 1, idle = 1, seconds = 1, rounds = 1 }, tell) =>
    measureLives({ jobs, idle, seconds, rounds }, tell),
}
