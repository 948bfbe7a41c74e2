/** What a rule costs for each run, and how late it sees the ends. */
export interface Weight {
  reads: number
  /** Seconds. */
  lag: number
  /** Of the runs whose callback was lost. */
  lostLag: number
}

/** A callback takes so long to come and be read. */
const CALLBACK_S = 1

/**
 * Runs, shortest first, under the reads at these ages, where a share of the callbacks is lost. The last age is
 * the limit, and no run is longer.
 */
export function weigh(ages: readonly number[], runs: readonly number[], lost: number): Weight {
  let [reads, lag, toldLag, n] = [0, 0, 0, 0]
  for (const run of runs) {
    while (n < ages.length - 1 && ages[n]! < run) n++
    reads += n + 1
    lag += ages[n]! - run
    // Whichever is first: a read that was due anyway, or the one that the callback asks for.
    toldLag += Math.min(ages[n]! - run, CALLBACK_S)
  }
  const lostLag = lag / runs.length
  // Either way it is one read after those that found the run still going on.
  return { reads: reads / runs.length, lag: lostLag * lost + (toldLag / runs.length) * (1 - lost), lostLag }
}

export function meanWeight(weights: readonly Weight[]): Weight {
  const mean = (what: keyof Weight) => weights.reduce((sum, weight) => sum + weight[what], 0) / weights.length
  return { reads: mean('reads'), lag: mean('lag'), lostLag: mean('lostLag') }
}

/** Finds the scale at which `weightAt` has as many reads, or as much lag, as is wanted. */
export function atEqual(
  what: 'reads' | 'lostLag',
  wanted: number,
  weightAt: (scale: number) => Weight,
): Weight {
  let [low, high] = [Math.log(0.02), Math.log(200)]
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2
    const more = weightAt(Math.exp(middle))[what] > wanted
    // Longer gaps: fewer reads, more lag.
    if (more === (what === 'reads')) low = middle
    else high = middle
  }
  return weightAt(Math.exp((low + high) / 2))
}
