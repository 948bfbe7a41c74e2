import { exampleJobs } from '@kiln/catalog/examples'

const BAD_EVERY = 10

/** The ways in which a line is bad, one after the other. */
const SPOILED: readonly ((job: { model: string; input: object }) => unknown)[] = [
  ({ model, input }) => ({ model, input: { ...input, no_such_parameter: 1 } }),
  ({ model, input }) => ({ model: `${model}-x`, input }),
  ({ model }) => ({ model, input: [] }),
  ({ model, input }) => ({ model, input, retries: 99 }),
  ({ model, input }) => ({ model, input: { ...input, prompt: 'a\u0000b' } }),
]

/** Jobs of all models in turn, one in ten of them bad. Each line is made when it is asked for. */
export function* mixedLines(count: number): Generator<string> {
  const jobs = exampleJobs()
  for (let line = 0; line < count; line++) {
    const job = jobs[line % jobs.length]
    const spoil = SPOILED[Math.floor(line / BAD_EVERY) % SPOILED.length]
    const isBad = line % BAD_EVERY === BAD_EVERY - 1
    if (job !== undefined && spoil !== undefined) yield JSON.stringify(isBad ? spoil(job) : job)
  }
}

export function badAmong(count: number): number {
  return Math.floor(count / BAD_EVERY)
}
