import type { TypicalSeconds } from '@kiln/lifecycle'
import { normal } from './random.ts'

/** A model whose runs are drawn: how long one takes that is `runsAgo` runs old, in seconds. */
export interface DrawnModel {
  title: string
  draw(random: () => number, runsAgo: number): number
  /** What a catalogue would say of it, where it says anything. */
  typical: TypicalSeconds | null
}

/**
 * Successes that were recorded from KIE in 2026, of 17 models; in one run of each draw a few percent
 * more or less, so that nothing can be learned by heart. The one of 786 s is past every limit.
 */
const RECORDED = [13, 13, 28, 46, 48, 55, 56, 64, 66, 70, 73, 80, 112, 113, 127, 130, 154, 166, 188, 246, 313]

const lognormal = (median: number, sd: number) => (random: () => number) =>
  median * Math.exp(sd * normal(random))

const slow = lognormal(220, 0.2)
const quick = lognormal(45, 0.2)

export const MODELS: readonly DrawnModel[] = [
  {
    title: 'recorded: the runs of many models as if they were one',
    draw: (random) => RECORDED[Math.floor(random() * RECORDED.length)]! * Math.exp(0.05 * normal(random)),
    typical: null,
  },
  {
    title: 'steady: median 150 s, a sixth more or less',
    draw: lognormal(150, 0.15),
    typical: { min: 150, max: 150, median: 150 },
  },
  { title: 'wide: median 96 s, half as much more or less', draw: lognormal(96, 0.5), typical: null },
  {
    title: 'two kinds: six in ten about 45 s, the others about 220 s',
    draw: (random) => (random() < 0.6 ? quick(random) : slow(random)),
    typical: { min: 40, max: 60, median: 45 },
  },
  {
    title: 'drifting: 1 % slower with each run, now median 120 s',
    draw: (random, runsAgo) => lognormal(120 / 1.01 ** runsAgo, 0.25)(random),
    typical: { min: 40, max: 60, median: 50 },
  },
]
