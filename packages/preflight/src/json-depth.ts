/** Whether lists and objects nest deeper than `limit`. Walks by levels: depth itself must not hurt it. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value].filter(isContainer)
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((container) => Object.values(container)).filter(isContainer)
  }
  return false
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null
