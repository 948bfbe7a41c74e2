import { BUCKETS, EDGES } from './run-times.ts'

/**
 * How far a run may speak for its neighbours, as a standard deviation of logarithms: hardly beyond its own
 * bucket, to half as long again.
 */
const REACHES = [0.04, 0.08, 0.16, 0.32]

const WIDTH = Math.log(EDGES[2]! / EDGES[1]!)

/** For each reach, what a run gives to the bucket that lies so many away. */
const GIVEN = REACHES.map((reach) => {
  // The share below x, summed up; of the logistic curve, which is as near to the normal one as it need be.
  const steep = 1.702 / reach
  const summed = (x: number) => (x > 0 ? x : 0) + Math.log1p(Math.exp(-steep * Math.abs(x))) / steep
  // A run lies anywhere in its bucket.
  return Float64Array.from(
    { length: BUCKETS },
    (_, away) => (summed((away + 1) * WIDTH) - 2 * summed(away * WIDTH) + summed((away - 1) * WIDTH)) / WIDTH,
  )
})

/**
 * Runs spread over the buckets around them. How far is not chosen by hand: each reach counts by how well the
 * other runs, spread so and `beside` them what else is believed, would have foretold each run. Runs that lie
 * close together, or in two heaps, so stay apart, and a few wide ones flow into one another.
 */
export function spreadRuns(counts: readonly number[], beside: readonly number[]): Float64Array {
  const spreads = GIVEN.map((given) => spreadBy(given, counts))
  const scores = spreads.map((spread, n) => foretold(counts, spread, GIVEN[n]![0]!, beside))
  const best = Math.max(...scores)
  const weights = scores.map((score) => Math.exp(score - best))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const all = new Float64Array(BUCKETS)
  for (const [reach, spread] of spreads.entries()) {
    const weight = weights[reach]! / total
    for (let n = 0; n < BUCKETS; n++) all[n]! += weight * spread[n]!
  }
  return all
}

function spreadBy(given: Float64Array, counts: readonly number[]): Float64Array {
  const spread = new Float64Array(BUCKETS)
  for (let from = 0; from < BUCKETS; from++) {
    const count = counts[from]!
    if (count === 0) continue
    let left = count
    for (let to = 1; to < BUCKETS - 1; to++) {
      const part = count * given[Math.abs(to - from)]!
      spread[to]! += part
      left -= part
    }
    // What flows over either end ends there.
    spread[from < BUCKETS / 2 ? 0 : BUCKETS - 1]! += Math.max(0, left)
  }
  return spread
}

/** The logarithm of how likely the counts were, each run left out of what foretells it. */
function foretold(
  counts: readonly number[],
  spread: Float64Array,
  own: number,
  beside: readonly number[],
): number {
  let score = 0
  for (let n = 0; n < BUCKETS; n++) {
    const count = counts[n]!
    if (count > 0) score += count * Math.log(spread[n]! - Math.min(1, count) * own + beside[n]!)
  }
  return score
}
