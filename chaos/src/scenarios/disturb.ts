import type { Draw } from '@kiln/simulator'
import { finding, type Finding } from '../audit/evidence.ts'
import type { Stack } from '../stack/stack.ts'
import type { Scenario } from './scenario.ts'

/** What a scenario does to the world while the load goes on, and what came of it. */
export interface Disturbance {
  over: Promise<void>
  isOver: () => boolean
  strikes: () => number
  notes: () => Record<string, number>
  findings: () => Finding[]
}

export function disturb(scenario: Scenario, stack: Stack, draw: Draw): Disturbance {
  let isOver = false
  let strikes = 0
  const notes: Record<string, number> = {}
  const findings: Finding[] = []
  const world = {
    stack,
    draw,
    strike: () => void strikes++,
    note(name: string, value: number, limit = Infinity) {
      notes[name] = value
      if (value > limit) findings.push(finding('overLimit', null, `${name} is ${value}, above ${limit}`))
    },
  }
  const over = (scenario.disturb?.(world) ?? Promise.resolve()).finally(() => (isOver = true))
  // Whoever waits for it hears of it; until then it is nobody's unhandled rejection.
  over.catch(() => undefined)
  return {
    over,
    isOver: () => isOver,
    strikes: () => strikes,
    notes: () => notes,
    findings: () => findings,
  }
}
