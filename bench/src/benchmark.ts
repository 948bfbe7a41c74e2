import type { Spread } from './spread.ts'

/** Something that can be measured. Another one is one more entry in `benchmarks.ts`. */
export interface Benchmark {
  summary: string
  options: Record<string, NumberOption>
  /** `numbers` holds a value for each of `options`; `tell` is for a person who waits. */
  run(numbers: Record<string, number>, tell: (progress: string) => void): Promise<Section[]>
}

interface NumberOption {
  fallback: number
  max: number
  says: string
}

export interface Section {
  title: string
  figures: Figure[]
}

export interface Figure {
  name: string
  unit: string
  spread: Spread
  /** What it should be; it is printed and judges nothing: machines differ. */
  goal?: string
}
