import type { Books } from '@kiln/simulator'

/** One job that KIE took, and the lane it came from. */
export interface Creation {
  key: string
  lane: string
  at: number
}

/** In the order in which KIE took them; plain jobs are named after their lane. */
export function creationOrder({ charges }: Pick<Books, 'charges'>): Creation[] {
  return charges.map(({ key, at }) => ({ key, at, lane: key.slice(0, key.lastIndexOf('-')) }))
}

/**
 * How far apart two lanes are at their furthest, once `after` jobs were taken and until one of them
 * has given all: in jobs, and of what the one that is ahead has given.
 */
export function lanesApart(order: readonly Creation[], after: number): { jobs: number; percent: number } {
  const total = countByLane(order)
  const given = new Map([...total.keys()].map((lane) => [lane, 0]))
  let worst = { jobs: 0, percent: 0 }
  for (const [i, { lane }] of order.entries()) {
    given.set(lane, given.get(lane)! + 1)
    const counts = [...given.values()]
    const jobs = Math.max(...counts) - Math.min(...counts)
    const percent = (100 * jobs) / Math.max(...counts)
    if (i + 1 >= after && percent >= worst.percent) worst = { jobs, percent }
    if (given.get(lane) === total.get(lane)) break
  }
  return worst
}

function countByLane(order: readonly Creation[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { lane } of order) counts.set(lane, (counts.get(lane) ?? 0) + 1)
  return counts
}

/**
 * What a lane that always has a job waiting was given while others came and went, each with one job,
 * and what would have been fair: of each turn its part, divided among all that had a job waiting.
 */
export function shareOfFair(
  order: readonly Creation[],
  lane: string,
  acceptedAt: ReadonlyMap<string, number>,
): { created: number; fair: number; longestPause: number } {
  const takenAt = new Map(order.map(({ key, at }) => [key, at]))
  let [created, fair, inARow, longestPause] = [0, 0, 0, 0]
  for (const { lane: own, at } of order) {
    const others = [...acceptedAt].filter(
      ([key, since]) => since <= at && (takenAt.get(key) ?? Infinity) >= at,
    ).length
    fair += 1 / (1 + others)
    if (own === lane) created++
    inARow = own === lane ? 0 : inARow + 1
    longestPause = Math.max(longestPause, inARow)
  }
  return { created, fair, longestPause }
}
