/** Ids and parameter names end well before this; what a caller sends need not. */
export const MAX_COMPARED = 64

/** How far a name may be from what was written and still be meant: a third of it, two letters of a short one. */
export function tolerance(written: string): number {
  const length = Math.min(written.length, MAX_COMPARED)
  return Math.max(Math.floor(length / 3), Math.min(2, Math.floor(length / 2)))
}

/** How the names of parameters for files end: they differ from model to model, and mean the same. */
const FILE_WORDS = /(?:_(?:urls?|inputs?|links?|files?))+$/

/** The candidate that was probably meant, if any is near enough. */
export function closest(written: string, candidates: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = tolerance(written) + 1
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate, bestDistance - 1)
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best ?? sameFile(written, candidates)
}

/** "image_input" for "image_url". */
function sameFile(written: string, candidates: Iterable<string>): string | null {
  if (written.length > MAX_COMPARED || !FILE_WORDS.test(written)) return null
  const stem = written.replace(FILE_WORDS, '')
  const meant = (name: string) => FILE_WORDS.test(name) && name.replace(FILE_WORDS, '') === stem
  return [...candidates].find(meant) ?? null
}

/** Levenshtein's distance without regard to case; anything above `limit` comes back as limit + 1. */
export function editDistance(written: string, candidate: string, limit: number): number {
  const from = written.slice(0, MAX_COMPARED).toLowerCase()
  const to = candidate.slice(0, MAX_COMPARED).toLowerCase()
  if (Math.abs(from.length - to.length) > limit) return limit + 1
  for (let at = 0; at <= to.length; at++) ROW[at] = at
  for (let at = 0; at < from.length; at++) {
    // No later row can come below the least of this one.
    if (advance(from.charCodeAt(at), to, at + 1) > limit) return limit + 1
  }
  return Math.min(ROW[to.length] ?? 0, limit + 1)
}

/** One row of the table, written over again and again: an unknown id is compared with a thousand names. */
const ROW = new Uint8Array(MAX_COMPARED + 1)

/** Turns the row of one letter into that of the next, and gives its least number. */
function advance(unit: number, to: string, first: number): number {
  let diagonal = first - 1
  let left = first
  let least = first
  ROW[0] = first
  for (let at = 1; at <= to.length; at++) {
    const above = ROW[at] ?? 0
    left = Math.min(diagonal + (to.charCodeAt(at - 1) === unit ? 0 : 1), left + 1, above + 1)
    diagonal = above
    ROW[at] = left
    if (left < least) least = left
  }
  return least
}
