import type { Scenario } from '../scenario.ts'
import { KILL_SCENARIOS } from './kills.ts'
import { LANE_SCENARIOS } from './lanes.ts'
import { RESULTS_AFTER_KILLS } from './results.ts'

export const BATCH_SCENARIOS: readonly Scenario[] = [
  ...KILL_SCENARIOS,
  RESULTS_AFTER_KILLS,
  ...LANE_SCENARIOS,
]
