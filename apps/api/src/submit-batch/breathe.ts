import { setTimeout as sleep } from 'node:timers/promises'

/**
 * How long the work on one batch may keep everybody else waiting, and how long it rests then: to be answered, others
 * need several turns of the event loop, and Redis in between.
 */
const SLICE_MS = 2
const REST_MS = 2

/** Asked after each little step; a promise means that it is time to rest. */
export function breathe(): () => Promise<void> | undefined {
  let began = performance.now()
  return () => {
    if (performance.now() - began < SLICE_MS) return undefined
    return sleep(REST_MS).then(() => void (began = performance.now()))
  }
}
