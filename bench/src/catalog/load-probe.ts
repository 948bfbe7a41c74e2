import { text } from 'node:stream/consumers'
import { memoryNow, type Memory } from '../memory.ts'
import { startWatch, type Elapsed } from '../stopwatch.ts'

export type LoadStep = Memory & Elapsed

/** What each step takes on top of the one before. */
export interface Load {
  code: LoadStep
  models: LoadStep
  goodJobs: LoadStep
  badJobs: LoadStep
}

const jobs = JSON.parse(await text(process.stdin)) as { model: string; input: unknown }[]
let before = memoryNow()
const imported = await step(() => import('@kiln/catalog'))
const loaded = await step(() => imported.result.loadCatalog())
const good = await step(() => {
  for (const { model, input } of jobs) if (!loaded.result.check(model, input).ok) throw new Error(model)
})
const bad = await step(() => {
  for (const { model } of jobs) if (loaded.result.check(model, { none: 1 }).ok) throw new Error(model)
})
const load: Load = { code: imported.took, models: loaded.took, goodJobs: good.took, badJobs: bad.took }
process.stdout.write(JSON.stringify(load))

async function step<Result>(act: () => Result): Promise<{ result: Awaited<Result>; took: LoadStep }> {
  const elapsed = startWatch()
  const result = await act()
  const time = elapsed()
  const after = memoryNow()
  const took = { ...time, heapMB: after.heapMB - before.heapMB, rssMB: after.rssMB - before.rssMB }
  before = after
  return { result, took }
}
