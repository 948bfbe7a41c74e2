import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { type ModelFile, modelFileSchema } from './model-file.ts'

const MODELS = new URL('../models/', import.meta.url)

/** Every model file, checked, in the order of ids. `pages/write.ts` and the tests read them; a process does not. */
export function readModels(folder = MODELS): ModelFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.json') && !name.endsWith('.sources.json'))
    .map((name) => parseModel(name, readFileSync(new URL(name, folder), 'utf8')))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

export function parseModel(name: string, text: string): ModelFile {
  const parsed = modelFileSchema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`models/${name} is wrong:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
