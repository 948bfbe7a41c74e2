import type { FailurePageView } from '@kiln/contract'
import type { BehaviourRule } from '@kiln/simulator'
import { call } from '../client.ts'
import type { Stack } from '../stack.ts'

/** One kind of failure, and how many jobs fail like it. */
export interface Kind {
  name: string
  jobs: number
  model: string
  /** Jobs of the model that come out well in between: kiln holds a model back where nearly all fail. */
  good: number
  fail: { failCode: string; failMsg: string }
  /** As kiln groups it. */
  class: string
  keepCredits?: boolean
}

/** Three seconds of KIE's time. */
const DURATION_MS = 3_000

/** A bad day: four hundred failures of four kinds, among jobs that come out well. */
export const FIRST_DAY: readonly Kind[] = [
  {
    name: 'repaired',
    jobs: 160,
    model: 'nano-banana-2',
    good: 160,
    fail: { failCode: '500', failMsg: 'Internal error, please try again later' },
    class: 'upstreamError',
  },
  {
    name: 'refused',
    jobs: 120,
    model: 'nano-banana-2',
    good: 0,
    fail: { failCode: '422', failMsg: 'The prompt was flagged as sensitive: take 7' },
    class: 'contentRefused',
  },
  {
    name: 'slow',
    jobs: 80,
    model: 'z-image',
    good: 80,
    fail: { failCode: '501', failMsg: 'The task timed out after 300 seconds' },
    class: 'upstreamTimeout',
    keepCredits: true,
  },
  {
    name: 'gone',
    jobs: 40,
    model: 'nano-banana-2',
    good: 0,
    fail: { failCode: '422', failMsg: 'Failed to download image https://cdn.example/take-7.png' },
    class: 'inputUnreachable',
  },
]

/** The same day for a test: an eighth of everything, and nothing else is different. */
export const SMALL_DAY: readonly Kind[] = FIRST_DAY.map((kind) => ({
  ...kind,
  jobs: kind.jobs / 8,
  good: kind.good / 8,
}))

export const failuresOf = (day: readonly Kind[]) => day.reduce((sum, { jobs }) => sum + jobs, 0)

/** So many jobs from the beginning of the day to its end. */
const spread = (model: string, name: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    at: (n + 0.5) / count,
    job: { model, input: { prompt: `take ${n} (${name})`, aspect_ratio: '1:1' } },
  }))

/** The jobs of the day in the order in which they were wanted: every kind from morning to evening. */
export function jobsOf(
  day: readonly Kind[],
): { model: string; input: { prompt: string; aspect_ratio: string } }[] {
  return day
    .flatMap(({ name, model, jobs, good }) => [...spread(model, name, jobs), ...spread(model, 'good', good)])
    .toSorted((one, other) => one.at - other.at)
    .map(({ job }) => job)
}

/** Jobs that come out well take as long as those that fail, so that they end in turn. */
const GOOD: BehaviourRule = { match: { promptIncludes: '(good)' }, do: { durationMs: DURATION_MS } }

export const rulesOf = (kinds: readonly Kind[]): BehaviourRule[] => [
  ...kinds.map(({ name, fail, keepCredits = false }) => ({
    match: { promptIncludes: `(${name})` },
    do: { durationMs: DURATION_MS, fail, ...(keepCredits && { keepCredits }) },
  })),
  GOOD,
]

/** The id of the group that a kind makes. */
export async function causeOf(stack: Stack, name: string): Promise<string> {
  const { class: wanted } = FIRST_DAY.find((kind) => kind.name === name)!
  const { failures } = (await call<FailurePageView>(stack, 'GET', '/v1/failures')).body
  const group = failures.find(({ class: failureClass }) => failureClass === wanted)
  if (group === undefined) throw new Error(`no group of ${wanted}: ${JSON.stringify(failures)}`)
  return group.cause
}
