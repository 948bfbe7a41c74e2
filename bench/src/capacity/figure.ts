import type { Figure } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'

/** Measured once: capacity is a size, not a difference to be proved. */
export const once = (name: string, unit: string, value: number): Figure => ({
  name,
  unit,
  spread: spreadOf([value]),
})
