import { exampleJobs } from '@kiln/catalog/examples'
import type { Figure, Section } from '../benchmark.ts'
import { runProbe } from '../run-probe.ts'
import { spreadOf } from '../spread.ts'
import type { Load, LoadStep } from './load-probe.ts'

const STEPS: readonly { step: keyof Load; name: string; goals?: Partial<Record<keyof LoadStep, string>> }[] =
  [
    { step: 'code', name: 'code, zod included' },
    { step: 'models', name: 'all models', goals: { ms: 'below 50', rssMB: 'below 30' } },
    { step: 'goodJobs', name: 'a first good job of every model' },
    { step: 'badJobs', name: 'a first bad job of every model' },
  ]
const UNITS: readonly [keyof LoadStep, string][] = [
  ['ms', 'ms'],
  ['cpuMs', 'ms of processor'],
  ['heapMB', 'MB of heap'],
  ['rssMB', 'MB of memory'],
]

/** Each in a fresh process: the second load of one process would find everything warm. */
export async function measureLoads(processes: number): Promise<Section> {
  const loads: Load[] = []
  const stdin = JSON.stringify(exampleJobs())
  for (let run = 0; run < processes; run++)
    loads.push(await runProbe<Load>('bench/src/catalog/load-probe.ts', { stdin }))
  const figures = STEPS.flatMap(({ step, name, goals }) =>
    UNITS.map(([key, unit]): Figure => {
      const goal = goals?.[key]
      const spread = spreadOf(loads.map((load) => load[step][key]))
      return { name, unit, spread, ...(goal === undefined ? {} : { goal }) }
    }),
  )
  return { title: 'Load in a fresh process, each step on top of the one before', figures }
}
