import { memoryNow, type Memory } from '../memory.ts'

export interface LoadStep extends Memory {
  ms: number
}

/** What each step takes on top of the one before. */
export interface Load {
  code: LoadStep
  models: LoadStep
  compiled: LoadStep
}

let before = memoryNow()
const imported = await step(() => import('@kiln/catalog'))
const loaded = await step(() => imported.result.loadCatalog())
const compiled = await step(() => {
  for (const { id } of loaded.result.list()) loaded.result.check(id, {})
})
const load: Load = { code: imported.took, models: loaded.took, compiled: compiled.took }
process.stdout.write(JSON.stringify(load))

async function step<Result>(act: () => Result): Promise<{ result: Awaited<Result>; took: LoadStep }> {
  const began = performance.now()
  const result = await act()
  const ms = performance.now() - began
  const after = memoryNow()
  const took = { ms, heapMB: after.heapMB - before.heapMB, rssMB: after.rssMB - before.rssMB }
  before = after
  return { result, took }
}
