import { REAL_TIMING } from '@kiln/lifecycle'
import type { Benchmark, Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { withCallbacks } from './callbacks.ts'
import { compareRules, costOf, type Compared } from './compare.ts'
import { CREATIONS, METERED, underMeter } from './meter.ts'
import { MODELS, type DrawnModel } from './models.ts'

export const WATCH: Benchmark = {
  summary: 'when to read a running task: reads and lag of several rules, simulated, beside the best there is',
  options: {
    runs: { fallback: 2_000, max: 100_000, says: 'runs drawn of each model, in each round' },
    rounds: { fallback: 5, max: 100, says: 'rounds, each with other runs' },
  },
  async run({ runs = 1, rounds = 1 }, tell) {
    const sections: Section[] = []
    for (const model of MODELS) {
      tell(model.title)
      sections.push(...measure(model, runs, rounds))
    }
    return sections
  },
}

function measure(model: DrawnModel, runs: number, rounds: number): Section[] {
  const seeds = Array.from({ length: rounds }, (_, round) => round + 1)
  const compared = seeds.map((seed) => compareRules(model, runs, seed))
  const heard = seeds.map((seed) => withCallbacks(model, runs, seed))
  return [
    { title: `${model.title}. As they are`, figures: figuresOf(compared, AS_THEY_ARE) },
    { title: `${model.title}. Beside the best there is`, figures: figuresOf(compared, BESIDE_BEST) },
    { title: `${model.title}. With callbacks`, figures: heardFigures(heard) },
    { title: `${model.title}. At most 2 reads a second for all`, figures: meterFigures(model, runs, rounds) },
  ]
}

/** What one meter of two reads a second for all makes of the rules. */
function meterFigures(model: DrawnModel, runs: number, rounds: number): Figure[] {
  return CREATIONS.flatMap((creations) =>
    METERED.flatMap((rule) => {
      const name = `${creations} tasks a second: ${rule.name}`
      const weights = Array.from({ length: rounds }, (_, n) =>
        underMeter(model, creations, rule, runs, n + 1),
      )
      return [
        { name, unit: 'reads a job', spread: spreadOf(weights.map(({ reads }) => reads)) },
        { name, unit: 's of lag', spread: spreadOf(weights.map(({ lag }) => lag)) },
      ]
    }),
  )
}

type Measures = readonly [unit: string, of: (compared: Compared, best: Compared) => number][]

const AS_THEY_ARE: Measures = [
  ['reads a job', ({ own }) => own.reads],
  ['s of lag', ({ own }) => own.lag],
]
const readCost = REAL_TIMING.readCostMs / 1_000
const BESIDE_BEST: Measures = [
  ['× its lag at equal reads', (one, best) => one.lagAtEqualReads / best.lagAtEqualReads],
  ['× its reads at equal lag', (one, best) => one.readsAtEqualLag / best.readsAtEqualLag],
  ['× its lag and reads', (one, best) => costOf(one.own, readCost) / costOf(best.own, readCost)],
]

function figuresOf(rounds: readonly Compared[][], measures: Measures): Figure[] {
  return (rounds[0] ?? []).flatMap(({ rule }, n) =>
    measures.map(([unit, of]) => ({
      name: rule,
      unit,
      spread: spreadOf(rounds.map((compared) => of(compared[n]!, compared.at(-1)!))),
    })),
  )
}

function heardFigures(rounds: readonly ReturnType<typeof withCallbacks>[]): Figure[] {
  return (rounds[0] ?? []).flatMap(({ name }, n) =>
    (
      [
        ['reads a job', 'reads'],
        ['s of lag', 'lag'],
        ['s of lag of a lost one', 'lostLag'],
      ] as const
    ).map(([unit, field]) => ({
      name,
      unit,
      spread: spreadOf(rounds.map((round) => round[n]![field])),
    })),
  )
}
