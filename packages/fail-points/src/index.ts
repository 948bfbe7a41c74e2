export { createFailPoints, type FailPoints } from './fail-points.ts'
export { parsePlan, type PlannedFault } from './parse-plan.ts'
export { EVERYTHING_TWICE, FAIL_POINTS, type FailPoint } from './points.ts'
