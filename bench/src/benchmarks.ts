import type { Benchmark } from './benchmark.ts'
import { BATCH } from './batch/benchmark.ts'
import { CAPACITY } from './capacity/benchmark.ts'
import { CATALOG } from './catalog/benchmark.ts'
import { DUE } from './due/benchmark.ts'
import { FAILURES } from './failures/benchmark.ts'
import { FEED } from './feed/benchmark.ts'
import { LIFE } from './life/benchmark.ts'
import { WATCH } from './watch/benchmark.ts'

/** Name on the command line → benchmark. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  batch: BATCH,
  catalog: CATALOG,
  failures: FAILURES,
  feed: FEED,
  life: LIFE,
  watch: WATCH,
  due: DUE,
  capacity: CAPACITY,
}
