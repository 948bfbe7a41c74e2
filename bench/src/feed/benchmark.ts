import type { Benchmark } from '../benchmark.ts'
import { measureSteps } from './measure-steps.ts'

export const FEED: Benchmark = {
  summary: 'what a job costs Redis on its way to KIE and back, with few and with many who take turns',
  options: { rounds: { fallback: 15, max: 1_000, says: 'windows of 20 jobs for each crowd' } },
  run: ({ rounds = 1 }, tell) => measureSteps(rounds, tell),
}
