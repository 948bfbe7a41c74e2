/** What a rule costs for each run, and how late it sees the ends. */
export interface Weight {
  reads: number
  /** Seconds. */
  lag: number
}

/** Runs, shortest first, under the reads at these ages. */
export function weigh(ages: readonly number[], runs: readonly number[]): Weight {
  let [reads, lag, n] = [0, 0, 0]
  for (const run of runs) {
    while (n < ages.length - 1 && ages[n]! < run) n++
    reads += n + 1
    lag += ages[n]! - run
  }
  return { reads: reads / runs.length, lag: lag / runs.length }
}

/** A callback takes so long to come and be read. */
const CALLBACK_S = 1

/** The same where a callback tells of each end but a lost share of them. */
export function weighWithCallbacks(
  ages: readonly number[],
  runs: readonly number[],
  lost: number,
): Weight & { lostLag: number } {
  const silent = weigh(ages, runs)
  let [reads, lag] = [0, 0]
  for (const run of runs) {
    const told = run + CALLBACK_S
    const seenAt = Math.min(told, ages.find((age) => age >= run) ?? told)
    reads += ages.filter((age) => age < seenAt).length + 1
    lag += seenAt - run
  }
  const mix = (heard: number, unheard: number) => (heard / runs.length) * (1 - lost) + unheard * lost
  return { reads: mix(reads, silent.reads), lag: mix(lag, silent.lag), lostLag: silent.lag }
}

export function meanWeight(weights: readonly Weight[]): Weight {
  const mean = (of: (weight: Weight) => number) =>
    weights.reduce((sum, weight) => sum + of(weight), 0) / weights.length
  return { reads: mean(({ reads }) => reads), lag: mean(({ lag }) => lag) }
}

/** Finds the scale at which `weightAt` has as many reads, or as much lag, as is wanted. */
export function atEqual(what: keyof Weight, wanted: number, weightAt: (scale: number) => Weight): Weight {
  let [low, high] = [Math.log(0.02), Math.log(200)]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    const more = weightAt(Math.exp(middle))[what] > wanted
    // Longer gaps: fewer reads, more lag.
    if (more === (what === 'reads')) low = middle
    else high = middle
  }
  return weightAt(Math.exp((low + high) / 2))
}
