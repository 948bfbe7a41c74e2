import type { Benchmark } from './benchmark.ts'
import { BATCH } from './batch/benchmark.ts'
import { CATALOG } from './catalog/benchmark.ts'
import { FEED } from './feed/benchmark.ts'
import { WATCH } from './watch/benchmark.ts'

/** Name on the command line → benchmark. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  batch: BATCH,
  catalog: CATALOG,
  feed: FEED,
  watch: WATCH,
}
