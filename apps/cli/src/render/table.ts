import { widthOf } from './width.ts'

/** Columns stand below each other; the last one may be as long as it likes. Colour goes on afterwards. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  const padded = rows.map((row) =>
    row.map((cell, column) =>
      column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)),
    ),
  )
  return padded.map((row) => `${row.join('  ').trimEnd()}\n`).join('')
}
