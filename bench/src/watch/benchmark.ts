import type { Benchmark, Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { cheapest, compareRules, costOf, drawCase, weighRule, type Compared } from './compare.ts'
import { CREATIONS, METERED, underMeter } from './meter.ts'
import { DRAWN, type Drawn } from './models.ts'
import { LEARNED, LEARNERS, OTHERS } from './rules.ts'

export const WATCH: Benchmark = {
  summary: 'when to read a running task: reads and lag of several rules, simulated, beside the best there is',
  options: {
    runs: { fallback: 2_000, max: 100_000, says: 'runs drawn of each model, in each round' },
    rounds: { fallback: 5, max: 100, says: 'rounds, each with other runs and other lessons' },
  },
  async run({ runs = 1, rounds = 1 }, tell) {
    const numbers = Array.from({ length: rounds }, (_, round) => round + 1)
    const sections: Section[] = []
    for (const drawn of DRAWN) {
      tell(`${drawn.name}: ${drawn.title}`)
      sections.push(...(drawn.compared ? measure : measureBriefly)(drawn, runs, numbers))
    }
    return sections
  },
}

type Measure = (drawn: Drawn, runs: number, rounds: readonly number[]) => Section[]

const measure: Measure = (drawn, runs, rounds) => {
  const all = rounds.map((round) => compareRules(drawCase(drawn, runs, round, 1), [...LEARNERS, ...OTHERS]))
  const few = rounds.map((round) => compareRules(drawCase(drawn, runs, round, 0.02), [LEARNED, ...OTHERS]))
  const none = rounds.map((round) => compareRules(drawCase(drawn, runs, round, 0), [LEARNED, ...OTHERS]))
  const title = (what: string) => `${drawn.name}: ${drawn.title}. ${what}`
  return [
    { title: title('All callbacks lost'), figures: [...figuresOf(all, OWN), ...figuresOf(all, BESIDE)] },
    { title: title('2 % lost'), figures: [...figuresOf(few, HEARD), ...figuresOf(few, BESIDE)] },
    { title: title('None lost'), figures: figuresOf(none, OWN) },
    { title: title('At most 2 reads a second for all'), figures: meterFigures(drawn, runs, rounds) },
  ]
}

/** What learning is checked on: only how far it is from the best. */
const measureBriefly: Measure = (drawn, runs, rounds) => {
  const cases = rounds.map((round) => drawCase(drawn, runs, round, 1))
  const figures = LEARNERS.map((rule) => ({
    name: rule.name,
    unit: '× the best cost',
    spread: spreadOf(cases.map((of) => costOf(weighRule(of, rule, 1)) / costOf(cheapest(of.best)))),
  }))
  return [{ title: `${drawn.name}: ${drawn.title}`, figures }]
}

type Measures = readonly [unit: string, of: (compared: Compared, best: Compared) => number][]

const OWN: Measures = [
  ['reads a job', ({ own }) => own.reads],
  ['s of lag', ({ own }) => own.lag],
]
const HEARD: Measures = [...OWN, ['s of lag of a lost one', ({ own }) => own.lostLag]]
const BESIDE: Measures = [
  ['× the best lag at equal reads', (one, best) => one.lagAtEqualReads / best.lagAtEqualReads],
  ['× the best reads at equal lag', (one, best) => one.readsAtEqualLag / best.readsAtEqualLag],
  ['× the best cost', (one, best) => costOf(one.own) / costOf(best.own)],
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

/** What one meter of two reads a second for all makes of the rules. */
function meterFigures(drawn: Drawn, runs: number, rounds: readonly number[]): Figure[] {
  return CREATIONS.flatMap((creations) =>
    METERED.flatMap((rule) => {
      const name = `${creations} tasks a second: ${rule.name}`
      const weights = rounds.map((round) => underMeter(drawn, creations, rule, runs, round))
      return [
        { name, unit: 'reads a job', spread: spreadOf(weights.map(({ reads }) => reads)) },
        { name, unit: 's of lag', spread: spreadOf(weights.map(({ lag }) => lag)) },
      ]
    }),
  )
}
