import { readFileSync } from 'node:fs'
import { readModels } from '../read-models.ts'
import { sourcesSchema } from '../sources-file.ts'
import { renderIndexPage } from './index-page.ts'
import { renderModelPage } from './model-page.ts'

const MODELS = new URL('../../models/', import.meta.url)

/** Every page under docs/models/, by its path there. */
export function renderPages(): Map<string, string> {
  const models = readModels()
  const pages = new Map([['README.md', renderIndexPage(models)]])
  for (const model of models) {
    const text = readFileSync(new URL(`${model.id}.sources.json`, MODELS), 'utf8')
    pages.set(`${model.id}.md`, renderModelPage(model, sourcesSchema.parse(JSON.parse(text))))
  }
  return pages
}
