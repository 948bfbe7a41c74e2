import type { Scenario } from '../scenario.ts'
import { PACING_SCENARIOS } from './pacing.ts'

/** What KIE allows, and what it refuses for a while: used to the full, and waited for. */
export const LIMITS_SCENARIOS: readonly Scenario[] = [...PACING_SCENARIOS]
