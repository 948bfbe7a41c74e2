import fc from 'fast-check'
import { addRun, BUCKETS, NO_RUNS } from './run-times.ts'

/** What a ledger may hold of a model: some runs, the older ones aged. */
export const runTimes = fc
  .array(fc.nat(BUCKETS - 1), { maxLength: 150 })
  .map((buckets) => buckets.reduce(addRun, NO_RUNS))
