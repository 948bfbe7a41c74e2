import type { Benchmark } from '../benchmark.ts'
import { measureIntake } from './measure-intake.ts'

export const BATCH: Benchmark = {
  summary: 'a batch over HTTP: how fast, how much memory, how long others wait meanwhile',
  options: {
    lines: { fallback: 100_000, max: 100_000, says: 'lines of the batch' },
    bytes: { fallback: 600, max: 5_000, says: 'bytes of a line' },
    rounds: { fallback: 1, max: 20, says: 'batches one after the other' },
  },
  run: ({ lines = 1, bytes = 600, rounds = 1 }, tell) => measureIntake({ lines, bytes, rounds }, tell),
}
