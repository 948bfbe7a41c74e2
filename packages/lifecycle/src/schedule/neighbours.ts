import { BUCKETS, EDGES } from './run-times.ts'

/**
 * How far a run may speak for its neighbours, as a standard deviation of logarithms: hardly beyond its own
 * bucket, to half as long again.
 */
const REACHES = [0.03, 0.06, 0.1, 0.16, 0.25, 0.4]

const WIDTH = Math.log(EDGES[2]! / EDGES[1]!)

/** For each reach, what a run gives to the bucket that lies so many away. */
const GIVEN = REACHES.map((reach) => {
  // The share below x, summed up; of the logistic curve, which is as near to the normal one as it need be.
  const steep = 1.702 / reach
  const summed = (x: number) => (x > 0 ? x : 0) + Math.log1p(Math.exp(-steep * Math.abs(x))) / steep
  // A run lies anywhere in its bucket.
  return Array.from(
    { length: BUCKETS },
    (_, away) =>
      (summed((away + 1) * WIDTH) - 2 * summed(away * WIDTH) + summed((away - 1) * WIDTH)) / WIDTH,
  )
})

/**
 * Runs spread over the buckets around them. How far is not chosen by hand: each reach counts by how well the
 * other runs, spread so and `beside` them what else is believed, would have foretold each run. Runs that lie
 * close together, or in two heaps, so stay apart, and a few wide ones flow into one another.
 */
export function spreadRuns(counts: readonly number[], beside: readonly number[]): number[] {
  const spreads = GIVEN.map((given) => spreadBy(given, counts))
  const scores = spreads.map((spread, n) => foretold(counts, spread, GIVEN[n]![0]!, beside))
  const best = Math.max(...scores)
  const weights = scores.map((score) => Math.exp(score - best))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return counts.map((_, n) =>
    spreads.reduce((sum, spread, reach) => sum + (spread[n]! * weights[reach]!) / total, 0),
  )
}

function spreadBy(given: readonly number[], counts: readonly number[]): number[] {
  const spread = counts.map(() => 0)
  for (const [from, count] of counts.entries()) {
    if (count === 0) continue
    let left = count
    for (let to = 1; to < BUCKETS - 1; to++) {
      const part = count * given[Math.abs(to - from)]!
      spread[to]! += part
      left -= part
    }
    // What flows over either end ends there.
    const end = from < BUCKETS / 2 ? 0 : BUCKETS - 1
    spread[end]! += Math.max(0, left)
  }
  return spread
}

/** The logarithm of how likely the counts were, each run left out of what foretells it. */
function foretold(
  counts: readonly number[],
  spread: readonly number[],
  own: number,
  beside: readonly number[],
): number {
  let score = 0
  for (const [n, count] of counts.entries()) {
    if (count > 0) score += count * Math.log(spread[n]! - Math.min(1, count) * own + beside[n]!)
  }
  return score
}
