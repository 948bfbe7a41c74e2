import type { EndSignal } from '../stack/kept-process.ts'

export type Release = 'old' | 'new'

/** Which release each process is of for a while, and how those that change are ended before it. */
export interface Phase {
  name: string
  api: Release
  workers: readonly [Release, Release]
  by: EndSignal
}

const phase = (name: string, api: Release, workers: Phase['workers'], by: EndSignal = 'SIGTERM'): Phase => ({
  name,
  api,
  workers,
  by,
})

/**
 * Every mixture that a rolling upgrade and its rollback go through, workers first and the API first, in
 * order and by a kill. It ends with the new release: that must finish what the old one left.
 */
export const PHASES: readonly Phase[] = [
  phase('all old', 'old', ['old', 'old']),
  phase('workers first: one is new', 'old', ['new', 'old']),
  phase('then the API', 'new', ['new', 'old']),
  phase('all old again, by a kill', 'old', ['old', 'old'], 'SIGKILL'),
  phase('the API first', 'new', ['old', 'old']),
  phase('then one worker, by a kill', 'new', ['old', 'new'], 'SIGKILL'),
  phase('all new', 'new', ['new', 'new']),
  phase('rolled back: one worker', 'new', ['old', 'new']),
  phase('rolled back: all but one worker', 'old', ['old', 'new']),
  phase('all new for good', 'new', ['new', 'new']),
]
