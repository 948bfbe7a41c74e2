import { BUCKETS, EDGES, LEVEL_RUNS, totalOf, type RunTimes } from './run-times.ts'

/** The mean of so many last runs varies by this much of what single runs vary; twice that may be chance. */
const CHANCE = 2 / (2 * LEVEL_RUNS - 1)
/**
 * The level itself lags some runs behind a model that grows slower, and while it grew the older runs made
 * the spread look wider than it is: `pnpm bench watch` is how both were chosen.
 */
const BEYOND_LEVEL = 1.3
const SPREAD_BY_DRIFT = 1.2
/** However much a model seems to have moved, its runs keep more than half of their spread. */
const LEAST_SPREAD = 0.3

/**
 * The edges of the buckets as they are by now. Where the last runs lie elsewhere than all that are counted,
 * by more than chance, the model has grown slower or faster, and its older runs are taken to have done so
 * with it: all edges move, and come closer, as logarithms.
 */
export function driftOf(runs: RunTimes): readonly number[] {
  const known = totalOf(runs)
  if (known < LEVEL_RUNS) return EDGES
  const mean = runs.counts.reduce((sum, count, n) => sum + count * n, 0) / known
  const variance = runs.counts.reduce((sum, count, n) => sum + count * (n - mean) ** 2, 0) / known
  const away = runs.level - mean
  const chance = CHANCE * variance
  if (away ** 2 <= chance) return EDGES
  const drift = away * (1 - chance / away ** 2)
  const spread = Math.sqrt(Math.max(LEAST_SPREAD, 1 - (SPREAD_BY_DRIFT * drift) ** 2 / variance))
  return EDGES.map((edge, n) => (n === 0 || n === BUCKETS ? edge : moved(edge, mean, drift, spread)))
}

const WIDTH = Math.log(EDGES[2]! / EDGES[1]!)

/** Between nothing and the last edge, which stay. */
function moved(edge: number, mean: number, drift: number, spread: number): number {
  // The middle of bucket n lies at (n - 1/2) widths.
  const place = Math.log(edge) / WIDTH + 0.5
  const now = mean + BEYOND_LEVEL * drift + spread * (place - mean)
  return Math.min(Math.exp((now - 0.5) * WIDTH), EDGES[BUCKETS]!)
}
