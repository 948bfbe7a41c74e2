import type { Scenario } from '../scenario.ts'
import { CLOCK_SCENARIOS } from './clock.ts'
import { CREDITS_SCENARIOS } from './credits.ts'
import { FAIRNESS_SCENARIOS } from './fairness.ts'
import { OUTAGE_SCENARIOS } from './outages.ts'
import { PACING_SCENARIOS } from './pacing.ts'
import { UNREACHABLE_SCENARIOS } from './unreachable.ts'

/** What KIE allows, and what it refuses for a while: used to the full, and waited for. */
export const LIMITS_SCENARIOS: readonly Scenario[] = [
  ...PACING_SCENARIOS,
  ...CREDITS_SCENARIOS,
  ...OUTAGE_SCENARIOS,
  ...FAIRNESS_SCENARIOS,
  ...UNREACHABLE_SCENARIOS,
  ...CLOCK_SCENARIOS,
]
