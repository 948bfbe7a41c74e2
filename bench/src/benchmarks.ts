import type { Benchmark } from './benchmark.ts'
import { CATALOG } from './catalog/benchmark.ts'

/** Name on the command line → benchmark. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = { catalog: CATALOG }
