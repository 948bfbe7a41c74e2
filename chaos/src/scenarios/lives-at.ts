import type { FailPoint } from '@kiln/fail-points'
import type { Draw } from '@kiln/simulator'
import { WORKERS } from '../stack/speed.ts'
import type { Scenario } from './scenario.ts'

const LIVES = 3
/** The longest that a call of the load's KIE is on the wire. */
const LONGEST_CALL_MS = 100

interface Strikes {
  action?: 'kill' | 'stop'
  /** The passage is drawn from 1 to this. */
  upTo?: number
  lives?: number
}

/** So many lives, each struck at the same point, at a passage that the seed draws. */
export function struckAt(point: FailPoint, strikes: Strikes = {}) {
  const { action = 'kill', upTo = 8 } = strikes
  // Who only stopped goes on in the same life.
  const { lives = action === 'stop' ? WORKERS : LIVES } = strikes
  return (draw: Draw): string[] =>
    Array.from({ length: lives }, (_, life) => {
      const passage = 1 + Math.floor(draw(point, life, 'passage') * upTo)
      const afterMs = Math.floor(draw(point, life, 'after') * LONGEST_CALL_MS)
      return `${point}=${action}@${passage}${point.endsWith('.during') ? `+${afterMs}ms` : ''}`
    })
}

export const workerAt = (
  point: FailPoint,
  { faults, callbacks, ...strikes }: Strikes & Pick<Scenario, 'faults' | 'callbacks'> = {},
): Scenario => ({
  name: strikes.action === 'stop' ? `${point}, stopped` : point,
  workers: struckAt(point, strikes),
  ...(faults && { faults }),
  ...(callbacks !== undefined && { callbacks }),
})

export const apiAt = (point: FailPoint, strikes: Strikes = { upTo: 12 }): Scenario => ({
  name: point,
  api: struckAt(point, strikes),
})
