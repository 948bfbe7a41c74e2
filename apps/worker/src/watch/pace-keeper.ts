import type { Pacing } from '@kiln/ledger'
import {
  PLAIN_PACE,
  shapeOf,
  type ReadPace,
  type RunShape,
  type RunTimes,
  type TypicalSeconds,
} from '@kiln/lifecycle'

export interface PaceKeeper {
  /** What came with claims; each claim brings the newest. */
  learn(pacing: Pacing): void
  /** What the reads of a model's jobs go by, as far as this process has seen. */
  of(model: string): ReadPace
}

/**
 * Remembers what claims brought, so that the first read of a new task needs no look at Redis either.
 * As many models as there are: only those of the catalogue are ever accepted.
 */
export function keepPace(typicalOf: (model: string) => TypicalSeconds | null): PaceKeeper {
  const seeds = new Map<string, TypicalSeconds | null>()
  const shapes = new Map<string, RunShape | null>()
  let { callbackHealth } = PLAIN_PACE

  function remember(model: string, runs: RunTimes | null): RunShape | null {
    if (!seeds.has(model)) seeds.set(model, typicalOf(model))
    const shape = shapeOf(runs, seeds.get(model) ?? null)
    shapes.set(model, shape)
    return shape
  }

  return {
    learn(pacing) {
      callbackHealth = pacing.callbackHealth
      for (const [model, runs] of pacing.runTimes) remember(model, runs)
    },
    of(model) {
      const known = shapes.get(model)
      return { callbackHealth, shape: known === undefined ? remember(model, null) : known }
    },
  }
}
