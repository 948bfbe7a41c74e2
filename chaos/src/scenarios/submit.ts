import { apiAt, struckAt, workerAt } from './lives-at.ts'
import type { Scenario } from './scenario.ts'

/** Answers that do not come make the attempts that the sweep gives up. */
const MANY_LOST = { faults: { loseAnswers: 0.3 }, callbacks: false, upTo: 3 }

/** The way from a caller's request to a task that is bound, broken at each step. */
export const SUBMIT_SCENARIOS: readonly Scenario[] = [
  // What KIE does to everybody, and nothing more: the ground on which the others stand.
  { name: 'no kills' },
  apiAt('accept.before'),
  apiAt('accept.after'),
  {
    name: 'feed.after',
    api: struckAt('feed.after', { upTo: 12, lives: 2 }),
    workers: struckAt('feed.after', { upTo: 12, lives: 2 }),
  },
  {
    name: 'ring.after',
    api: struckAt('ring.after', { upTo: 8, lives: 2 }),
    workers: struckAt('ring.after', { upTo: 5, lives: 2 }),
  },
  workerAt('doorbell.before'),
  workerAt('begin.after'),
  workerAt('begin.after', { action: 'stop' }),
  workerAt('wire.during'),
  workerAt('wire.during', { action: 'stop' }),
  workerAt('wire.after'),
  workerAt('bind.after'),
  workerAt('doorbell.after'),
  workerAt('lost.before', MANY_LOST),
  workerAt('lost.after', MANY_LOST),
]
