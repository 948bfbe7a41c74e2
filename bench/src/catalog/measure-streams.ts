import type { Figure, Section } from '../benchmark.ts'
import type { Memory } from '../memory.ts'
import { runProbe } from '../run-probe.ts'
import { spreadOf } from '../spread.ts'
import type { Stream } from './stream-probe.ts'

const MOMENTS = [
  ['start', 'before the first line'],
  ['tenth', 'after a tenth'],
  ['middle', 'in the middle'],
  ['end', 'at the end'],
] as const
const KINDS: readonly [keyof Memory, string][] = [
  ['heapMB', 'MB of heap'],
  ['rssMB', 'MB of memory'],
]

/** Jobs of all models as they come, one in ten of them bad: parsed, checked, priced and added up. */
export async function measureStreams(lines: number, passes: number): Promise<Section> {
  const streams: Stream[] = []
  for (let pass = 0; pass < passes; pass++) {
    streams.push(await runProbe<Stream>('bench/src/catalog/stream-probe.ts', { numbers: [lines] }))
  }
  const memory = KINDS.flatMap(([kind, unit]) =>
    MOMENTS.map(([moment, name]): Figure => {
      const goal = moment === 'end' ? { goal: 'as in the middle' } : {}
      return { name, unit, spread: spreadOf(streams.map((stream) => stream[moment][kind])), ...goal }
    }),
  )
  return {
    title: `${lines} lines of all models in one pass, one in ten bad`,
    figures: [
      { name: 'all lines', unit: 's', spread: spreadOf(streams.map(({ ms }) => ms / 1_000)) },
      {
        name: 'all lines',
        unit: 's of processor',
        spread: spreadOf(streams.map(({ cpuMs }) => cpuMs / 1_000)),
      },
      {
        name: 'speed',
        unit: 'lines a second',
        spread: spreadOf(streams.map(({ ms }) => (lines * 1_000) / ms)),
      },
      ...memory,
    ],
  }
}
