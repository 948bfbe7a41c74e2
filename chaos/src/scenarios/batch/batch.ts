import type { Scenario } from '../scenario.ts'
import { KILL_SCENARIOS } from './kills.ts'
import { LANE_SCENARIOS } from './lanes.ts'
import { resultsAfterKills } from './results.ts'

const LINES = 150

export const BATCH_SCENARIOS: readonly Scenario[] = [
  ...KILL_SCENARIOS,
  resultsAfterKills(LINES),
  ...LANE_SCENARIOS,
]
