import type { BulkTold } from '../bulk/told.ts'
import type { Words } from '../words/words.ts'
import { renderFill } from './bar.ts'
import { renderTime } from './batch.ts'
import type { Ink } from './ink.ts'
import { renderTable } from './table.ts'
import { cut, widthOf } from './width.ts'

/** An act on many jobs, for a person. */
export function renderBulk(bulk: BulkTold, ink: Ink): string {
  const { id, status, told, counts, why, next } = bulk
  const rows = counts.flatMap(({ count, told: what, parts = [] }) => [
    [`  ${count}`, what],
    ...parts.map(([some, which]) => ['', `  ${some}  ${which}`]),
  ])
  return [
    `${ink.bold(id)}  ${ink.bold(status)}: ${told}\n`,
    renderTable(rows),
    why === null ? '' : `${ink.yellow(why)}\n`,
    renderTable(next.map((row) => [...row])),
  ].join('')
}

/** For a log. */
export function renderBulkLine({ status, done, all, counts }: BulkTold): string {
  return [`${done}/${all}`, status, tellCounts(counts)].join('  ')
}

/** For a terminal, where it is drawn over itself and must not be wider; counts tell more than a bar. */
export function renderBulkBar(bulk: BulkTold, columns: number): string {
  const line = renderBulkLine(bulk)
  const whole = [renderFill(bulk.done, bulk.all), line].join('  ')
  return widthOf(whole) < columns ? whole : cut(line, columns - 1, '…')
}

export function renderBulks(bulks: readonly BulkTold[], none: string, ink: Ink, { bulk }: Words): string {
  if (bulks.length === 0) return `${none}\n`
  const rows = bulks.map(({ id, status, done, all, counts, createdAt }) => [
    id,
    status,
    `${done}/${all}`,
    tellCounts(counts),
    renderTime(createdAt),
  ])
  const [head = '', ...body] = renderTable([[...bulk.columns], ...rows]).split('\n')
  return [ink.bold(head), ...body].join('\n')
}

const tellCounts = (counts: BulkTold['counts']) =>
  counts.map(({ count, brief }) => `${count} ${brief}`).join(', ')
