import type { SystemView } from '@kiln/sdk'

/** So far back a change looks. */
const SPAN_MS = 60_000

type Jobs = SystemView['jobs']

/** How fast the jobs in each state become more or fewer, by looks at them. */
export function createChanges() {
  const looks: { atMs: number; jobs: Jobs }[] = []
  return {
    /** Per minute since the oldest look of the span; null before the second look. */
    look(atMs: number, jobs: Jobs): Record<string, number> | null {
      looks.push({ atMs, jobs })
      while (looks.length > 2 && atMs - looks[1]!.atMs >= SPAN_MS) looks.shift()
      const oldest = looks[0]!
      const minutes = (atMs - oldest.atMs) / 60_000
      if (minutes <= 0) return null
      return Object.fromEntries(
        Object.entries(jobs).map(([state, count]) => {
          const before = oldest.jobs[state as keyof Jobs] ?? 0
          return [state, Math.round((count - before) / minutes)]
        }),
      )
    },
  }
}
