import { shiftedClock } from '../../shims/shifted-clock.ts'

type Environment = Record<string, string>

export interface MovedClock {
  /** The environment of the server's next life. */
  environment(own: Environment): Environment
  /** Ahead of the machine's by so many seconds, from its next life on. */
  set(seconds: number): Promise<void>
}

/** A server's own time, whatever that of the machine is. */
export function createMovedClock(): MovedClock {
  let clock: Environment = {}
  return {
    environment(own) {
      const libraries = [own['LD_PRELOAD'], clock['LD_PRELOAD']].filter((path) => path !== undefined)
      return { ...own, ...clock, ...(libraries.length > 0 && { LD_PRELOAD: libraries.join(':') }) }
    },
    async set(seconds) {
      clock = await shiftedClock(seconds)
    },
  }
}
