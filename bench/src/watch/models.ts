import type { TypicalSeconds } from '@kiln/lifecycle'
import { normal } from './random.ts'

/** Models whose runs are drawn. Each is learned by itself, and all of them are weighed together. */
export interface Drawn {
  name: string
  title: string
  models: readonly DrawnModel[]
  /** Compared with all rules; the others only check what was learned. */
  compared: boolean
}

export interface DrawnModel {
  /** How long a run takes, in seconds, that is `runsAgo` runs old. */
  draw(random: () => number, runsAgo: number): number
  /** What a catalogue would say of it, where it says anything. */
  typical: TypicalSeconds | null
}

/** Successes that were recorded from KIE in 2026, of 17 models. The one of 786 s is past every limit. */
const RECORDED = [13, 13, 28, 46, 48, 55, 56, 64, 66, 70, 73, 80, 112, 113, 127, 130, 154, 166, 188, 246, 313]
/** Recorded runs of one model differed by 3 % to 35 %. */
const WITHIN_A_MODEL = 0.2

const lognormal = (median: number, sd: number) => (random: () => number) =>
  median * Math.exp(sd * normal(random))
const known = (seconds: number): TypicalSeconds => ({ min: seconds, max: seconds, median: seconds })

const slow = lognormal(220, 0.2)
const quick = lognormal(45, 0.2)
const steady = lognormal(150, 0.15)

const one = (
  name: string,
  title: string,
  draw: DrawnModel['draw'],
  { typical = null, compared = false }: { typical?: TypicalSeconds | null; compared?: boolean } = {},
): Drawn => ({ name, title, models: [{ draw, typical }], compared })

export const DRAWN: readonly Drawn[] = [
  {
    name: 'recorded',
    title: 'each recorded run as a model of its own, a fifth more or less; the catalogue knows it',
    models: RECORDED.map((seconds) => ({
      draw: lognormal(seconds, WITHIN_A_MODEL),
      typical: known(seconds),
    })),
    compared: true,
  },
  one(
    'mixed',
    'the recorded runs of 17 models as if they were one, each a twentieth more or less',
    (random) => RECORDED[Math.floor(random() * RECORDED.length)]! * Math.exp(0.05 * normal(random)),
    { compared: true },
  ),
  one('steady', 'median 150 s, a sixth more or less; the catalogue knows it', steady, {
    typical: known(150),
    compared: true,
  }),
  one('wide', 'median 96 s, half as much more or less', lognormal(96, 0.5), { compared: true }),
  one(
    'two kinds',
    'six in ten about 45 s, the others about 220 s; the catalogue knows the first',
    (random) => (random() < 0.6 ? quick(random) : slow(random)),
    { typical: { min: 40, max: 60, median: 45 }, compared: true },
  ),
  one(
    'drifting',
    '1 % slower with each run, now median 120 s; the catalogue says 50 s',
    (random, runsAgo) => lognormal(120 / 1.01 ** runsAgo, 0.25)(random),
    { typical: { min: 40, max: 60, median: 50 }, compared: true },
  ),
  one('jump', 'median 60 s until twelve runs ago, then 90 s', (random, runsAgo) =>
    lognormal(runsAgo > 12 ? 60 : 90, 0.25)(random),
  ),
  one('fast', 'median 25 s, three tenths more or less', lognormal(25, 0.3)),
  one('slow', 'median 300 s, a quarter more or less', lognormal(300, 0.25)),
  one('even', 'anything from 60 s to 180 s', (random) => 60 + 120 * random()),
  one('tail', '40 s, and then exponential with a mean of 60 s', (random) => 40 - 60 * Math.log(1 - random())),
  one('failing', 'as steady, but one run in twenty fails within 10 s', (random) =>
    random() < 0.05 ? 3 + 7 * random() : steady(random),
  ),
  one('exact', 'median 71 s, and only 4 % more or less', lognormal(71, 0.04), {
    typical: { min: 71, max: 74, median: 74 },
  }),
]
