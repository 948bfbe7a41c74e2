import { REAL_TIMING } from '@kiln/lifecycle'
import type { Drawn, DrawnModel } from './models.ts'
import { bestReads, COSTS, leastAt } from './optimum.ts'
import { seededRandom } from './random.ts'
import { LEARNED, LIMIT_S, type Rule } from './rules.ts'
import { atEqual, meanWeight, weigh, type Weight } from './weigh.ts'

/** How often a rule that learns is asked, over all models of a title. */
const LESSONS = 24
/** The best there is knows so many runs for each that it is weighed on. */
const KNOWN_RUNS = 10
const READ_COST_S = REAL_TIMING.readCostMs / 1_000

/** Runs to weigh on, and what a rule's gaps are made of. */
export interface Case {
  models: readonly { model: DrawnModel; runs: readonly number[] }[]
  best: readonly Weight[]
  seed: number
  /** The share of callbacks that does not come. */
  lost: number
}

export interface Compared {
  rule: string
  own: Weight
  /** Of those whose callback was lost. */
  lagAtEqualReads: number
  readsAtEqualLag: number
}

/** Runs past the limit are alike for all rules and left out. */
export function drawCase({ models }: Drawn, runs: number, seed: number, lost: number): Case {
  const each = Math.ceil(runs / models.length)
  const drawn = models.map((model, n) => ({
    model,
    runs: drawRuns(model, each, 1_000 * seed + n),
    known: drawRuns(model, KNOWN_RUNS * each, 1_000 * seed + n + 500),
  }))
  const best = COSTS.map((cost) =>
    meanWeight(drawn.map((one) => weigh(bestReads(one.known, cost), one.runs, lost))),
  )
  return { models: drawn, best, seed, lost }
}

function drawRuns(model: DrawnModel, count: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => model.draw(random, 0))
    .filter((run) => run < LIMIT_S)
    .toSorted((one, other) => one - other)
}

/** Rules on the same runs, beside the best there is, which stands last. */
export function compareRules(of: Case, rules: readonly Rule[]): Compared[] {
  const aim = weighRule(of, LEARNED, 1)
  const compared = rules.map((rule) => ({
    rule: rule.name,
    own: weighRule(of, rule, 1),
    lagAtEqualReads: atEqual('reads', aim.reads, (scale) => weighRule(of, rule, scale)).lostLag,
    readsAtEqualLag: atEqual('lostLag', aim.lostLag, (scale) => weighRule(of, rule, scale)).reads,
  }))
  return [
    ...compared,
    {
      rule: 'the best there is',
      own: cheapest(of.best),
      lagAtEqualReads: leastAt(of.best, 'reads', aim.reads),
      readsAtEqualLag: leastAt(of.best, 'lostLag', aim.lostLag),
    },
  ]
}

export const costOf = ({ reads, lag }: Weight) => reads * READ_COST_S + lag
export const cheapest = (weights: readonly Weight[]) =>
  weights.reduce((one, other) => (costOf(other) < costOf(one) ? other : one))

export function weighRule({ models, seed, lost }: Case, rule: Rule, scale: number): Weight {
  const lessons = rule.learns ? Math.ceil(LESSONS / models.length) : 1
  return meanWeight(
    models.flatMap(({ model, runs }, m) =>
      Array.from({ length: lessons }, (_, n) => {
        const random = seededRandom(100_000 * seed + 100 * m + n)
        return weigh(rule.readsAt(scale, { model, random, callbackHealth: 1 - lost }), runs, lost)
      }),
    ),
  )
}
