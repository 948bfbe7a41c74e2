import type { Seen } from './judge-left.ts'

/** So far back a rate looks: long enough to be steady, short enough to be of now. */
const SPAN_MS = 30_000

/** How fast something goes, by looks at how much of it is done. */
export function createMeter() {
  const looks: { atMs: number; done: number }[] = []
  let movedAtMs: number | null = null
  return {
    /** Per second since the oldest look of the span; null before the second look, and while nothing is done. */
    look(atMs: number, done: number): Seen {
      if (movedAtMs === null || done !== looks.at(-1)?.done) movedAtMs = atMs
      looks.push({ atMs, done })
      while (looks.length > 2 && atMs - looks[1]!.atMs >= SPAN_MS) looks.shift()
      const [oldest] = looks
      const seconds = (atMs - oldest!.atMs) / 1000
      const more = done - oldest!.done
      const perSecond = seconds <= 0 || more <= 0 ? null : more / seconds
      return { perSecond, lately: Math.max(0, more), quietMs: atMs - movedAtMs }
    },
  }
}
