/**
 * The API and the worker end first, while the Redis and the KIE they talk to still answer;
 * the logs close last, so that every last word is in them.
 */
const PHASES = ['workers', 'services', 'logs'] as const
type Phase = (typeof PHASES)[number]

export interface Shutdown {
  /** Aborted once the end has begun. */
  signal: AbortSignal
  add(phase: Phase, end: () => Promise<unknown>): void
  run(): Promise<void>
}

export function createShutdown(): Shutdown {
  const begun = new AbortController()
  const ends: Record<Phase, (() => Promise<unknown>)[]> = { workers: [], services: [], logs: [] }
  const run = async () => {
    begun.abort()
    for (const phase of PHASES) {
      // Taken out one round after another: an end that waits may add the next.
      while (ends[phase].length > 0) {
        await Promise.allSettled(ends[phase].splice(0).map((end) => end()))
      }
    }
  }
  return { signal: begun.signal, add: (phase, end) => void ends[phase].push(end), run }
}
