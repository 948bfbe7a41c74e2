import { LIMIT_S } from './rules.ts'

/** Read ages are chosen among these: half a second is finer than any rule can tell. */
const STEP_S = 0.5

/** From many reads to few. */
export const COSTS = Array.from({ length: 50 }, (_, n) => 0.05 * 1.2 ** n)

/**
 * The best read ages there are when runs end as these did and a read costs `cost` seconds of lag: a dynamic
 * program from the limit backwards, without any bound on gaps. It is made from many more runs than it is then
 * weighed on, and from others: so it knows exactly how a model behaves, which a rule must learn, and does not
 * know what no rule can, when each run ends.
 */
export function bestReads(runs: readonly number[], cost: number): number[] {
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

interface Point {
  reads: number
  lostLag: number
}

/** How much of the other there is at least when there is so much of one: on the lines between the best. */
export function leastAt(frontier: readonly Point[], what: keyof Point, wanted: number): number {
  const other = what === 'reads' ? 'lostLag' : 'reads'
  const points = frontier.toSorted((one, two) => one[what] - two[what])
  const after = points.findIndex((point) => point[what] >= wanted)
  const [below, above] = [points[after - 1], points[after]]
  if (below === undefined || above === undefined) return (above ?? points.at(-1)!)[other]
  const part = (wanted - below[what]) / (above[what] - below[what])
  return below[other] + part * (above[other] - below[other])
}
