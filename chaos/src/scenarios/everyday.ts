import type { FaultChanges } from '@kiln/simulator'

/** What the simulated account allows, as kiln is told it. */
export const SUBMIT_LIMIT = { max: 60, windowMs: 10_000 }

/** What goes wrong in every run, so that each fault is met among others. */
export const EVERYDAY_FAULTS: FaultChanges = {
  submitLimit: SUBMIT_LIMIT,
  loseAnswers: 0.03,
  dropCallbacks: 0.2,
  duplicateCallbacks: 0.1,
  latencyMs: { createTask: { min: 0, max: 2_000 }, recordInfo: { min: 0, max: 1_000 } },
}

export const USUAL_LOAD = { atLeast: 40, atMost: 400, betweenJobsMs: 90 }

/** For a scenario that submits by itself. */
export const NO_LOAD = { atLeast: 0, atMost: 0, betweenJobsMs: 0 }
