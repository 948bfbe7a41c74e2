/** Ids and parameter names end well before this; what a caller sends need not. */
export const MAX_COMPARED = 64

/** How far a name may be from what was written and still be meant: a third of it, two letters of a short one. */
export function tolerance(written: string): number {
  const length = Math.min(written.length, MAX_COMPARED)
  return Math.max(Math.floor(length / 3), Math.min(2, Math.floor(length / 2)))
}

/** The candidate that was probably meant, if any is near enough. */
export function closest(written: string, candidates: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = tolerance(written) + 1
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate, bestDistance - 1)
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** Levenshtein's distance without regard to case; anything above `limit` comes back as limit + 1. */
export function editDistance(written: string, candidate: string, limit: number): number {
  const from = written.slice(0, MAX_COMPARED).toLowerCase()
  const to = candidate.slice(0, MAX_COMPARED).toLowerCase()
  if (Math.abs(from.length - to.length) > limit) return limit + 1
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let at = 0; at < from.length; at++) {
    const { next, least } = nextRow(row, from.charCodeAt(at), to, at + 1)
    // No later row can come below the least of this one.
    if (least > limit) return limit + 1
    row = next
  }
  return Math.min(row[to.length] ?? 0, limit + 1)
}

function nextRow(above: readonly number[], unit: number, to: string, first: number) {
  const next = [first]
  let left = first
  let least = first
  for (let at = 0; at < to.length; at++) {
    const replaced = (above[at] ?? 0) + (to.charCodeAt(at) === unit ? 0 : 1)
    left = Math.min(replaced, left + 1, (above[at + 1] ?? 0) + 1)
    least = Math.min(least, left)
    next.push(left)
  }
  return { next, least }
}
