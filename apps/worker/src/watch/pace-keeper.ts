import type { Pacing } from '@kiln/ledger'
import {
  PLAIN_PACE,
  sameRuns,
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
  const known = new Map<string, { runs: RunTimes | null; shape: RunShape | null }>()
  let { callbackHealth } = PLAIN_PACE

  /** A shape is kept until its runs change, and with it the plan of reads that was made for it. */
  function remember(model: string, runs: RunTimes | null): RunShape | null {
    const before = known.get(model)
    if (before && sameRuns(before.runs, runs)) return before.shape
    if (!seeds.has(model)) seeds.set(model, typicalOf(model))
    const shape = shapeOf(runs, seeds.get(model) ?? null)
    known.set(model, { runs, shape })
    return shape
  }

  return {
    learn(pacing) {
      callbackHealth = pacing.callbackHealth
      for (const [model, runs] of pacing.runTimes) remember(model, runs)
    },
    of(model) {
      const before = known.get(model)
      return { callbackHealth, shape: before ? before.shape : remember(model, null) }
    },
  }
}
