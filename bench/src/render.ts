import type { Figure, Section } from './benchmark.ts'

const HEADINGS = ['figure', 'unit', 'median', 'lowest', 'highest', 'runs', 'goal']

/** Each section as a Markdown table, ready to be written down. */
export function renderSections(sections: readonly Section[]): string {
  return sections.map(({ title, figures }) => `${title}\n\n${renderTable(figures)}\n`).join('\n')
}

function renderTable(figures: readonly Figure[]): string {
  const rows = [HEADINGS, ...figures.map(cellsOf)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const [head = '', ...body] = rows.map((cells) =>
    lineOf(cells.map((cell, at) => cell.padEnd(widths[at] ?? 0))),
  )
  return [head, lineOf(widths.map((width) => '-'.repeat(width))), ...body].join('\n')
}

const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function cellsOf({ name, unit, spread, goal }: Figure): string[] {
  const { median, min, max, runs } = spread
  return [name, unit, ...[median, min, max].map(round), String(runs), goal ?? '']
}

/** Three digits say all that a measurement knows. */
function round(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
