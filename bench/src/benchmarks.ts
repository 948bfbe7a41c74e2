import type { Benchmark } from './benchmark.ts'
import { CATALOG } from './catalog/benchmark.ts'
import { DUE } from './due/benchmark.ts'
import { FEED } from './feed/benchmark.ts'
import { WATCH } from './watch/benchmark.ts'

/** Name on the command line → benchmark. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  catalog: CATALOG,
  feed: FEED,
  watch: WATCH,
  due: DUE,
}
