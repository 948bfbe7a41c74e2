import type { DecisionTiming } from '../timing.ts'
import { endsBy, type RunShape } from './run-shape.ts'

/** Half of the runs of this age have ended by then. Null where nothing is known to end any more. */
const EXPECTED_QUANTILE = 0.5

/** When a run that still goes on at `now` is likely to end; always ahead. */
export function expectedEnd(
  task: { submittedAt: number; now: number },
  shape: RunShape,
  timing: Pick<DecisionTiming, 'runTimeUnitMs'>,
): number | null {
  const age = Math.max(0, task.now - task.submittedAt) / timing.runTimeUnitMs
  const end = endsBy(shape, age, EXPECTED_QUANTILE)
  return end === null ? null : Math.ceil(task.submittedAt + end * timing.runTimeUnitMs)
}
