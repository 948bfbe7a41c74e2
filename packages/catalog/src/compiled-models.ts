import { readFileSync } from 'node:fs'
import type { ModelFile } from './model-file.ts'

/** One level below the package root, from the sources and from dist alike. */
export const COMPILED = new URL('../catalog.json', import.meta.url)

/** All models in one file, a line each, without their provenance. */
export function renderModels(models: readonly ModelFile[]): string {
  return `[\n${models.map((model) => JSON.stringify(model)).join(',\n')}\n]\n`
}

/**
 * What a process loads. Checking 213 files took a second of a busy machine at every start; they were
 * checked when this file was written, and a test holds it to them.
 */
export function loadModels(): ModelFile[] {
  return JSON.parse(readFileSync(COMPILED, 'utf8')) as ModelFile[]
}
