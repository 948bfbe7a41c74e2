import { REAL_TIMING } from '@kiln/lifecycle'
import type { DrawnModel } from './models.ts'
import { frontierOf, leastAt } from './optimum.ts'
import { seededRandom } from './random.ts'
import { LEARNED, LIMIT_S, RULES, type Rule } from './rules.ts'
import { atEqual, meanWeight, weigh, type Weight } from './weigh.ts'

/** What a rule learned from differs, so it is asked so often. */
const LESSONS = 20

export interface Compared {
  rule: string
  own: Weight
  /** Lag at as many reads as the learned rule has, and reads at as much lag. */
  lagAtEqualReads: number
  readsAtEqualLag: number
}

/** All rules on the same runs, and the best there is. Runs past the limit are alike for all and left out. */
export function compareRules(model: DrawnModel, count: number, seed: number): Compared[] {
  const runs = drawRuns(model, count, seed)
  const weightOf = (rule: Rule, scale: number) => weighLessons(rule, scale, model, runs, seed)
  const aim = weightOf(LEARNED, 1)
  const compared = RULES.map((rule) => ({
    rule: rule.name,
    own: weightOf(rule, 1),
    lagAtEqualReads: atEqual('reads', aim.reads, (scale) => weightOf(rule, scale)).lag,
    readsAtEqualLag: atEqual('lag', aim.lag, (scale) => weightOf(rule, scale)).reads,
  }))
  return [...compared, bestOf(runs, aim)]
}

function bestOf(runs: readonly number[], aim: Weight): Compared {
  const frontier = frontierOf(runs)
  const cost = REAL_TIMING.readCostMs / 1_000
  const own = frontier.reduce((one, other) => (costOf(other, cost) < costOf(one, cost) ? other : one))
  return {
    rule: 'the best there is',
    own,
    lagAtEqualReads: leastAt(frontier, 'reads', aim.reads),
    readsAtEqualLag: leastAt(frontier, 'lag', aim.lag),
  }
}

export const costOf = ({ reads, lag }: Weight, cost: number) => reads * cost + lag

export function drawRuns(model: DrawnModel, count: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => model.draw(random, 0))
    .filter((run) => run < LIMIT_S)
    .toSorted((one, other) => one - other)
}

function weighLessons(
  rule: Rule,
  scale: number,
  model: DrawnModel,
  runs: readonly number[],
  seed: number,
): Weight {
  const lessons = rule.name.startsWith('learned') ? LESSONS : 1
  return meanWeight(
    Array.from({ length: lessons }, (_, n) => {
      const random = seededRandom(1_000 * seed + n)
      return weigh(rule.readsAt(scale, { model, random, callbackHealth: 0 }), runs)
    }),
  )
}
