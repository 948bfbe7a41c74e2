import type { Scenario } from '../scenario.ts'
import { KILL_SCENARIOS } from './kills.ts'
import { LANE_SCENARIOS } from './lanes.ts'

export const BATCH_SCENARIOS: readonly Scenario[] = [...KILL_SCENARIOS, ...LANE_SCENARIOS]
