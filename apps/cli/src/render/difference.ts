import { differs, type CatalogDifference } from '../difference/compare-catalog.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

/** What is new at KIE, gone, back, or worth a look, for a person. */
export function renderDifference(difference: CatalogDifference, ink: Ink): string {
  const { added, gone, back, prices, shared } = difference
  const sections = [
    section(
      ink.green('New at KIE'),
      added.map((model) => [model.id, model.title ?? '', model.pricing ?? '']),
    ),
    section(
      ink.red('No longer listed by KIE'),
      gone.map(({ id, title }) => [id, title]),
    ),
    section(
      ink.yellow('Listed again'),
      back.map(({ id, status }) => [id, `${status} in the catalogue`]),
    ),
    section(
      'Prices to look at: the catalogue has other numbers',
      prices.map(({ id, listed, live }) => [id, listed.join(', ') || 'none', live]),
    ),
  ]
  const sum = differs(difference) ? 'The catalogue differs from' : 'The catalogue agrees with'
  return `${sections.join('')}${sum} KIE's list; both know ${shared} models.\n`
}

function section(title: string, rows: readonly string[][]): string {
  if (rows.length === 0) return ''
  const shown = rows.map(([id = '', ...rest]) => [`  ${plain(id)}`, ...rest.map(plain)])
  return `${title}\n${renderTable(shown)}\n`
}
