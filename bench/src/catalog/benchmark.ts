import type { Benchmark } from '../benchmark.ts'
import { measureChecks } from './measure-checks.ts'
import { measureLoads } from './measure-loads.ts'
import { measureStreams } from './measure-streams.ts'

export const CATALOG: Benchmark = {
  summary: 'checks of single inputs, the load of all models, and a stream of mixed jobs',
  options: {
    rounds: { fallback: 21, max: 1_000, says: 'rounds of checks, and processes that load' },
    lines: { fallback: 100_000, max: 10_000_000, says: 'jobs in the stream' },
    passes: { fallback: 3, max: 100, says: 'streams, each in a process of its own' },
  },
  async run({ rounds = 1, lines = 1, passes = 1 }, tell) {
    tell(`checking, ${rounds} rounds`)
    const checks = await measureChecks(rounds)
    tell(`loading, ${rounds} processes`)
    const loads = await measureLoads(rounds)
    tell(`streaming ${lines} lines, ${passes} times`)
    return [checks, loads, await measureStreams(lines, passes)]
  },
}
