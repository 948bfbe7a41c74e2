import { REAL_TIMING } from '@kiln/lifecycle'
import type { Drawn, DrawnModel } from './models.ts'
import { bestReads, COSTS, leastAt } from './optimum.ts'
import { seededRandom } from './random.ts'
import { LEARNED, LIMIT_S, type Rule } from './rules.ts'
import { atEqual, meanWeight, weigh, type Weight } from './weigh.ts'

/** The best there is knows so many runs of each model. */
const KNOWN_RUNS = 20_000
const READ_COST_S = REAL_TIMING.readCostMs / 1_000

export interface Case {
  models: readonly DrawnRuns[]
  seed: number
  /** How often a rule that learns is asked, over all models. */
  lessons: number
}

interface DrawnRuns {
  model: DrawnModel
  /** What rules are weighed on, the shortest first. */
  runs: readonly number[]
  /** The best read ages at each cost. */
  best: readonly (readonly number[])[]
}

export interface Compared {
  rule: string
  own: Weight
  /** Of those whose callback was lost. */
  lagAtEqualReads: number
  readsAtEqualLag: number
}

/** Runs past the limit are alike for all rules and left out. */
export function drawCase({ models }: Drawn, runs: number, lessons: number, seed: number): Case {
  const each = Math.ceil(runs / models.length)
  const drawn = models.map((model, n) => {
    const known = drawRuns(model, KNOWN_RUNS, 1_000 * seed + n + 500)
    return {
      model,
      runs: drawRuns(model, each, 1_000 * seed + n),
      best: COSTS.map((cost) => bestReads(known, cost)),
    }
  })
  return { models: drawn, seed, lessons }
}

function drawRuns(model: DrawnModel, count: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => model.draw(random, 0))
    .filter((run) => run < LIMIT_S)
    .toSorted((one, other) => one - other)
}

/** Rules on the same runs with such a share of callbacks lost, beside the best there is, which stands last. */
export function compareRules(of: Case, rules: readonly Rule[], lost: number): Compared[] {
  const weightOf = (rule: Rule, scale: number) => weighRule(of, rule, scale, lost)
  const aim = weightOf(LEARNED, 1)
  const compared = rules.map((rule) => ({
    rule: rule.name,
    own: weightOf(rule, 1),
    lagAtEqualReads: atEqual('reads', aim.reads, (scale) => weightOf(rule, scale)).lostLag,
    readsAtEqualLag: atEqual('lostLag', aim.lostLag, (scale) => weightOf(rule, scale)).reads,
  }))
  const frontier = frontierOf(of, lost)
  const best = {
    rule: 'the best there is',
    own: cheapest(frontier),
    lagAtEqualReads: leastAt(frontier, 'reads', aim.reads),
    readsAtEqualLag: leastAt(frontier, 'lostLag', aim.lostLag),
  }
  return [...compared, best]
}

export function frontierOf({ models }: Case, lost: number): Weight[] {
  return COSTS.map((_, n) => meanWeight(models.map(({ runs, best }) => weigh(best[n]!, runs, lost))))
}

export const costOf = ({ reads, lag }: Weight) => reads * READ_COST_S + lag
export const cheapest = (weights: readonly Weight[]) =>
  weights.reduce((one, other) => (costOf(other) < costOf(one) ? other : one))

export function weighRule(of: Case, rule: Rule, scale: number, lost: number): Weight {
  const { models, seed } = of
  const lessons = rule.learns ? Math.ceil(of.lessons / models.length) : 1
  return meanWeight(
    models.flatMap(({ model, runs }, m) =>
      Array.from({ length: lessons }, (_, n) => {
        const random = seededRandom(100_000 * seed + 100 * m + n)
        return weigh(rule.readsAt(scale, { model, random, callbackHealth: 1 - lost }), runs, lost)
      }),
    ),
  )
}
