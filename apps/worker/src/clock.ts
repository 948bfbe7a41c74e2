/** Durations come from here; absolute times only ever from Redis. */
export interface MonotonicClock {
  nowMs(): number
}

export const processClock: MonotonicClock = { nowMs: () => performance.now() }
