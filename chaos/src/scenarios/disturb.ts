import { finding, type Finding } from '../audit/evidence.ts'
import type { Bounds, Figure, Scenario, World } from './scenario.ts'
import { NotInTime } from './surroundings.ts'

/** What a scenario does to the world while the load goes on, and what came of it. */
export interface Disturbance {
  over: Promise<void>
  isOver: () => boolean
  strikes: () => number
  notes: () => Record<string, Figure>
  findings: () => Finding[]
}

export function disturb(scenario: Scenario, surroundings: Omit<World, 'strike' | 'note'>): Disturbance {
  let isOver = false
  let strikes = 0
  const notes: Record<string, Figure> = {}
  const world = {
    ...surroundings,
    strike: () => void strikes++,
    note: (name: string, value: number, bounds: Bounds = {}) => void (notes[name] = { value, ...bounds }),
  }
  const late: Finding[] = []
  const over = (scenario.disturb?.(world) ?? Promise.resolve())
    .catch((error: unknown) => {
      if (!(error instanceof NotInTime)) throw error
      late.push(finding('notInTime', null, error.message))
    })
    .finally(() => (isOver = true))
  // Whoever waits for it hears of it; until then it is nobody's unhandled rejection.
  over.catch(() => undefined)
  return {
    over,
    isOver: () => isOver,
    strikes: () => strikes,
    notes: () => notes,
    findings: () => [
      ...late,
      ...Object.entries(notes).flatMap(([name, figure]) => beyondBounds(name, figure)),
    ],
  }
}

export function beyondBounds(name: string, { value, atMost, atLeast }: Figure): Finding[] {
  const found = (side: string, bound: number) => [
    finding('overLimit', null, `${name} is ${value}, ${side} ${bound}`),
  ]
  // A figure that could not be had is no pass either.
  if (atMost !== undefined && !(value <= atMost)) return found('above', atMost)
  if (atLeast !== undefined && !(value >= atLeast)) return found('below', atLeast)
  return []
}
