import { differs, type CatalogDifference } from '../difference/compare-catalog.ts'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

/** What is new at KIE, gone, back, or worth a look, for a person. */
export function renderDifference(difference: CatalogDifference, ink: Ink, words: Words): string {
  const told = words.difference
  const { added, gone, back, prices, shared } = difference
  const sections = [
    section(
      ink.green(told.added),
      added.map((model) => [model.id, model.title ?? '', model.pricing ?? '']),
    ),
    section(
      ink.red(told.gone),
      gone.map(({ id, title }) => [id, title]),
    ),
    section(
      ink.yellow(told.back),
      back.map(({ id, status }) => [id, told.inCatalogue(status)]),
    ),
    section(
      told.prices,
      prices.map(({ id, listed, live }) => [id, listed.join(', ') || told.none, live]),
    ),
  ]
  const sum = differs(difference) ? told.differs(shared) : told.agrees(shared)
  return `${sections.join('')}${sum}\n`
}

function section(title: string, rows: readonly string[][]): string {
  if (rows.length === 0) return ''
  const shown = rows.map(([id = '', ...rest]) => [`  ${plain(id)}`, ...rest.map(plain)])
  return `${title}\n${renderTable(shown)}\n`
}
