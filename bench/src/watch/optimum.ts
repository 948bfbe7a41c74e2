import { LIMIT_S } from './rules.ts'
import { weigh, type Weight } from './weigh.ts'

/** Read ages are chosen among these: half a second is finer than any rule can tell. */
const STEP_S = 0.5

/** The best that can be had on these runs, from few reads to many: no rule lies below the lines between. */
export function frontierOf(runs: readonly number[]): Weight[] {
  const costs = Array.from({ length: 50 }, (_, n) => 0.05 * 1.2 ** n)
  return costs.map((cost) => weigh(bestReads(runs, cost), runs)).toReversed()
}

/** How much of the other there is at least when there is so much of one. */
export function leastAt(frontier: readonly Weight[], what: keyof Weight, wanted: number): number {
  const other = what === 'reads' ? 'lag' : 'reads'
  const points = frontier.toSorted((one, two) => one[what] - two[what])
  const after = points.findIndex((point) => point[what] >= wanted)
  const [below, above] = [points[after - 1], points[after]]
  if (below === undefined || above === undefined) return (above ?? points.at(-1)!)[other]
  const part = (wanted - below[what]) / (above[what] - below[what])
  return below[other] + part * (above[other] - below[other])
}

/**
 * The best read ages there are for runs of these lengths when a read costs `cost` seconds of lag: a dynamic
 * program from the limit backwards. It knows every run beforehand, so no rule can do better on them.
 */
function bestReads(runs: readonly number[], cost: number): number[] {
  const steps = Math.round(LIMIT_S / STEP_S)
  const { ended, sumUntil } = cumulate(runs, steps)
  const all = runs.length
  const value = new Float64Array(steps + 1)
  const then = new Int32Array(steps + 1)
  for (let from = steps - 1; from >= 0; from--) {
    let best = Infinity
    for (let to = from + 1; to <= steps; to++) {
      const found = ended[to]! - ended[from]!
      const lag = found * to * STEP_S - (sumUntil[to]! - sumUntil[from]!)
      if (lag >= best) break
      const total = cost * (all - ended[from]!) + lag + value[to]!
      if (total < best) {
        best = total
        then[from] = to
      }
    }
    value[from] = best
  }
  const ages: number[] = []
  for (let at = 0; at < steps;) {
    at = then[at]!
    ages.push(at * STEP_S)
  }
  return ages
}

function cumulate(runs: readonly number[], steps: number) {
  const ended = new Float64Array(steps + 1)
  const sumUntil = new Float64Array(steps + 1)
  for (const run of runs) {
    const at = Math.min(steps, Math.ceil(run / STEP_S))
    ended[at]! += 1
    sumUntil[at]! += run
  }
  for (let n = 1; n <= steps; n++) {
    ended[n]! += ended[n - 1]!
    sumUntil[n]! += sumUntil[n - 1]!
  }
  return { ended, sumUntil }
}
