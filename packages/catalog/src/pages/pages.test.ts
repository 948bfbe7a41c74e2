import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { loadCatalog } from '../catalog.ts'
import { loadModels } from '../compiled-models.ts'
import { exampleInput } from './example-input.ts'
import { tellRule } from '../rules/tell-rule.ts'
import { ENGLISH } from '../words/english.ts'
import { renderPages } from './pages.ts'

const folder = new URL('../../../../docs/models/', import.meta.url)
const pages = renderPages()
const models = loadModels()

test('docs/models holds what the data says and nothing else; `pnpm pages` writes it anew', () => {
  const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  )
  expect(written.toSorted()).toEqual([...pages.keys()].toSorted())
  for (const [path, text] of pages) expect(readFileSync(new URL(path, folder), 'utf8')).toBe(text)
})

test('every example is a job that the catalogue takes', () => {
  const catalog = loadCatalog()
  const refused = models
    .filter(({ status }) => status !== 'placeholder')
    .map((model) => [model.id, catalog.check(model.id, exampleInput(model))] as const)
    .flatMap(([id, result]) =>
      result.ok
        ? result.warnings
            .filter(({ code }) => code === 'unexpectedFileType')
            .map(({ message }) => [id, message])
        : [[id, result.errors[0]?.message]],
    )
  expect(refused).toEqual([])
})

test('every page tells of each parameter, each rule and whether sources disagree', () => {
  for (const { id, params, crossField, status } of models) {
    if (status === 'placeholder') continue
    const page = pages.get(`${id}.md`) ?? ''
    for (const { name } of params) expect(page).toContain(`| \`${name}\` |`)
    for (const rule of crossField) expect(page).toContain(`- ${tellRule(rule, ENGLISH)}\n`)
  }
  const disagreeing = [...pages.values()].filter((page) => page.includes('### Where sources disagree'))
  expect(disagreeing.length).toBeGreaterThan(50)
})
