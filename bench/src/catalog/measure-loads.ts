import type { Figure, Section } from '../benchmark.ts'
import { runProbe } from '../run-probe.ts'
import { spreadOf } from '../spread.ts'
import type { Load, LoadStep } from './load-probe.ts'

const STEPS: readonly { step: keyof Load; name: string; goals?: Partial<Record<keyof LoadStep, string>> }[] =
  [
    { step: 'code', name: 'code, zod included' },
    { step: 'models', name: 'all models', goals: { ms: 'below 50', rssMB: 'below 30' } },
    { step: 'compiled', name: 'every model compiled, which jobs do as they come' },
  ]
const UNITS: readonly [keyof LoadStep, string][] = [
  ['ms', 'ms'],
  ['heapMB', 'MB of heap'],
  ['rssMB', 'MB of memory'],
]

/** Each in a fresh process: the second load of one process would find everything warm. */
export async function measureLoads(processes: number): Promise<Section> {
  const loads: Load[] = []
  for (let run = 0; run < processes; run++)
    loads.push(await runProbe<Load>('bench/src/catalog/load-probe.ts'))
  const figures = STEPS.flatMap(({ step, name, goals }) =>
    UNITS.map(([key, unit]): Figure => {
      const goal = goals?.[key]
      const spread = spreadOf(loads.map((load) => load[step][key]))
      return { name, unit, spread, ...(goal === undefined ? {} : { goal }) }
    }),
  )
  return { title: 'Load in a fresh process, each step on top of the one before', figures }
}
