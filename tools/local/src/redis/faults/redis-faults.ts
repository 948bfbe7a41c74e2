import { fillMemory } from './full-memory.ts'
import type { MovedClock } from './moved-clock.ts'
import type { PowerCuts } from './power-cuts.ts'
import { keepSnapshots, type RedisSnapshot } from './snapshots.ts'

/** What a private Redis can be put through. Only a real one can; the embedded one refuses. */
export interface RedisFaults {
  /**
   * Ends it as a power cut does: at once, and without what was written and not yet synced, which
   * kill() leaves in the page cache. restart() brings it back. Needs the option `powerCuts`.
   */
  cutPower(): Promise<{ lostBytes: number }>
  /** How much cutPower() would take now. Needs the option `powerCuts` too. */
  unsyncedBytes(): Promise<number>
  /** A copy of its data as it is now, taken while it runs, kept until stop(). */
  snapshot(): Promise<RedisSnapshot>
  /** What an operator's restored dump does: ends it, puts the old data back, restarts it. */
  restoreFrom(snapshot: RedisSnapshot): Promise<void>
  /** It stays connected and answers nothing (SIGSTOP) until thaw(), or until it is killed. */
  freeze(): void
  thaw(): void
  /** From now on writes fail for want of memory, until the returned function is called. */
  fillMemory(): Promise<() => Promise<void>>
  /** Restarts it with a clock that is so many seconds ahead of the machine's: so much time goes by at once. */
  moveClock(seconds: number): Promise<void>
}

/** All but those that are a signal to the process. */
type FaultsOfItsData = Omit<RedisFaults, 'freeze' | 'thaw'>

interface Server {
  url: string
  dir: string
  powerCuts: PowerCuts | null
  clock: MovedClock
  controls: { kill(signal: NodeJS.Signals): Promise<void>; restart(): Promise<void> }
}

/** `remove` takes away what the faults needed, once the server has ended. */
export function faultsOf(server: Server): { faults: FaultsOfItsData; remove: () => Promise<void> } {
  const { url, dir, powerCuts, clock, controls } = server
  const snapshots = keepSnapshots(dir)
  const notedSyncs = () => {
    if (powerCuts === null) throw new Error('Its power can be cut only when it was started with powerCuts.')
    return powerCuts
  }
  const faults: FaultsOfItsData = {
    async cutPower() {
      const cuts = notedSyncs()
      await controls.kill('SIGKILL')
      return cuts.cutFiles()
    },
    unsyncedBytes: async () => notedSyncs().unsyncedBytes(),
    snapshot: () => snapshots.take(),
    async restoreFrom(snapshot) {
      await controls.kill('SIGKILL')
      await snapshots.putBack(snapshot)
      await powerCuts?.trustFiles()
      await controls.restart()
    },
    fillMemory: () => fillMemory(url),
    async moveClock(seconds) {
      await clock.set(seconds)
      await controls.restart()
    },
  }
  const remove = async () => {
    await snapshots.remove()
    await powerCuts?.remove()
  }
  return { faults, remove }
}

const refuse = (): never => {
  throw new Error("The embedded Redis cannot be put through this; start a private one of kind 'real'.")
}

/** The embedded Redis has no files, no memory limit, and at times no process of its own. */
export const NO_FAULTS: RedisFaults = {
  cutPower: async () => refuse(),
  unsyncedBytes: async () => refuse(),
  snapshot: async () => refuse(),
  restoreFrom: async () => refuse(),
  freeze: refuse,
  thaw: refuse,
  fillMemory: async () => refuse(),
  moveClock: async () => refuse(),
}
