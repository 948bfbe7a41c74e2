import { seededDraw, type Draw } from '@kiln/simulator'

/** The draws of one run: kiln's and the control's are the same, two scenarios' are not. */
export function drawFor(scenario: { name: string }, seed: number): Draw {
  const draw = seededDraw(seed)
  return (...labels) => draw(scenario.name, ...labels)
}
