/** Several measurements of one thing. The ends show how far the median can be trusted. */
export interface Spread {
  median: number
  min: number
  max: number
  runs: number
}

export function spreadOf(measured: readonly number[]): Spread {
  const sorted = measured.toSorted((one, other) => one - other)
  const [min, max] = [sorted[0], sorted.at(-1)]
  if (min === undefined || max === undefined) throw new Error('nothing was measured')
  const middle = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(middle)] ?? min) + (sorted[Math.ceil(middle)] ?? max)) / 2
  return { median, min, max, runs: sorted.length }
}

export function quantile(measured: readonly number[], share: number): number {
  const sorted = measured.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
