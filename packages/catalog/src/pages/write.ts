import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { COMPILED, renderModels } from '../compiled-models.ts'
import { readModels } from '../read-models.ts'

const PAGES = new URL('../../../../docs/models/', import.meta.url)

writeFileSync(COMPILED, renderModels(readModels()))
// Only now: examples are found with the compiled catalogue.
const { renderPages } = await import('./pages.ts')
const pages = renderPages()
rmSync(PAGES, { recursive: true, force: true })
for (const [path, text] of pages) {
  const file = new URL(path, PAGES)
  mkdirSync(new URL('./', file), { recursive: true })
  writeFileSync(file, text)
}
