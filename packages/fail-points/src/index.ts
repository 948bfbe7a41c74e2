export { createFailPoints, type FailPoints } from './fail-points.ts'
export { parsePlan, type PlannedFault } from './parse-plan.ts'
export { FAIL_POINTS, REPEATABLE, type FailPoint } from './points.ts'
