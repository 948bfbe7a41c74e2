import { FAIL_POINTS, type FailPoint } from '@kiln/fail-points'
import type { Scenario } from './scenario.ts'

/** Single jobs pass no point of a batch or a bulk act; those are broken in runs of their own. */
const isOfMany = (point: FailPoint) => /^(?:commit|expand|enlist|slice|listed|note)\./.test(point)

const points = (Object.keys(FAIL_POINTS) as FailPoint[]).filter((point) => !isOfMany(point))
const passedBy = (process: 'api' | 'worker') =>
  points.filter((point) => FAIL_POINTS[point].process === process || FAIL_POINTS[point].process === 'both')

/** Early enough to be reached soon, late enough to leave others under way. */
const strikeAt = (point: FailPoint) => {
  const rare = /^(?:lost|confirm)\./.test(point)
  return `${point}=kill@${rare ? 1 : 2}${point.endsWith('.during') ? '+20ms' : ''}`
}

/** Every fail point of a single job, once in each process that passes it, in one run. */
export const RELAY: Scenario = {
  name: 'relay',
  callbacks: true,
  repeat: true,
  // Lost answers, so that there is something to give up and something to confirm.
  faults: { loseAnswers: 0.2 },
  api: () => passedBy('api').map(strikeAt),
  workers: () => passedBy('worker').map(strikeAt),
  load: { atLeast: 60, atMost: 1_500, betweenJobsMs: 90 },
}
