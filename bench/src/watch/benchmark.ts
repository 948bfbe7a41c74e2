import type { Benchmark, Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import {
  cheapest,
  compareRules,
  costOf,
  drawCase,
  frontierOf,
  weighRule,
  type Case,
  type Compared,
} from './compare.ts'
import { CREATIONS, METERED, underMeter } from './meter.ts'
import { DRAWN, type Drawn } from './models.ts'
import { LEARNED, LEARNERS, OTHERS } from './rules.ts'

export const WATCH: Benchmark = {
  summary: 'when to read a running task: reads and lag of several rules, simulated, beside the best there is',
  options: {
    runs: { fallback: 2_000, max: 100_000, says: 'runs drawn of each model, in each round' },
    lessons: { fallback: 24, max: 1_000, says: 'how often a rule that learns is taught anew, in each round' },
    rounds: { fallback: 5, max: 100, says: 'rounds, each with other runs and other lessons' },
  },
  async run({ runs = 1, lessons = 1, rounds = 1 }, tell) {
    const sections: Section[] = []
    for (const drawn of DRAWN) {
      tell(`${drawn.name}: ${drawn.title}`)
      const cases = Array.from({ length: rounds }, (_, n) => drawCase(drawn, runs, lessons, n + 1))
      if (drawn.compared) sections.push(...compare(drawn, cases), meter(drawn, runs, rounds))
      else sections.push(checkLearning(drawn, cases))
    }
    return sections
  },
}

const titleOf = (drawn: Drawn, what: string) => `${drawn.name}: ${drawn.title}. ${what}`

function compare(drawn: Drawn, cases: readonly Case[]): Section[] {
  const comparedAt = (lost: number, learners = [LEARNED]) =>
    cases.map((of) => compareRules(of, [...learners, ...OTHERS], lost))
  const [all, few, none] = [comparedAt(1, [...LEARNERS]), comparedAt(0.02), comparedAt(0)]
  return [
    {
      title: titleOf(drawn, 'All callbacks lost'),
      figures: [...figuresOf(all, OWN), ...figuresOf(all, BESIDE)],
    },
    { title: titleOf(drawn, '2 % lost'), figures: [...figuresOf(few, HEARD), ...figuresOf(few, BESIDE)] },
    { title: titleOf(drawn, 'None lost'), figures: figuresOf(none, OWN) },
  ]
}

/** Only how far learning is from the best. */
function checkLearning(drawn: Drawn, cases: readonly Case[]): Section {
  const best = cases.map((of) => costOf(cheapest(frontierOf(of, 1))))
  const figures = LEARNERS.map((rule) => ({
    name: rule.name,
    unit: '× the best cost',
    spread: spreadOf(cases.map((of, n) => costOf(weighRule(of, rule, 1, 1)) / best[n]!)),
  }))
  return { title: titleOf(drawn, 'All callbacks lost'), figures }
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
function meter(drawn: Drawn, runs: number, rounds: number): Section {
  const figures = CREATIONS.flatMap((creations) =>
    METERED.flatMap((rule) => {
      const name = `${creations} tasks a second: ${rule.name}`
      const weights = Array.from({ length: rounds }, (_, n) =>
        underMeter(drawn, creations, rule, runs, n + 1),
      )
      return [
        { name, unit: 'reads a job', spread: spreadOf(weights.map(({ reads }) => reads)) },
        { name, unit: 's of lag', spread: spreadOf(weights.map(({ lag }) => lag)) },
      ]
    }),
  )
  return { title: titleOf(drawn, 'At most 2 reads a second for all'), figures }
}
