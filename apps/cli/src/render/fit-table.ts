import { renderTable } from './table.ts'
import { cut, widthOf } from './width.ts'

/** A message of fewer columns tells nothing. */
const LAST_NEEDS = 24

export interface Fit {
  /** Of the terminal; null: nothing is cut. */
  columns: number | null
  /** Columns that a narrow terminal does without, by their place; the first of them goes first. */
  spared: readonly number[]
}

/** The lines of a table whose last column is what it is looked at for: others make room for it. */
export function fitTable(rows: readonly (readonly string[])[], { columns, spared }: Fit): string[] {
  if (columns === null) return linesOf(rows)
  const gone = new Set<number>()
  const kept = () => rows.map((row) => row.filter((_, column) => !gone.has(column)))
  for (const column of spared) {
    if (roomForLast(kept(), columns) >= Math.min(LAST_NEEDS, widestLast(rows))) break
    gone.add(column)
  }
  return linesOf(kept()).map((line) => cut(line, columns, '…'))
}

const linesOf = (rows: readonly (readonly string[])[]) => renderTable(rows).trimEnd().split('\n')

const widestLast = (rows: readonly (readonly string[])[]) =>
  Math.max(0, ...rows.map((row) => widthOf(row.at(-1) ?? '')))

function roomForLast(rows: readonly (readonly string[])[], columns: number): number {
  const before = rows.map((row) => [...row.slice(0, -1), '|'])
  return columns - Math.max(0, ...linesOf(before).map((line) => widthOf(line) - 1))
}
