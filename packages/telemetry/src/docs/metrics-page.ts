import { METRICS, type MetricRow } from '../metrics/table.ts'

const INTRO = `# Metrics

The API serves them at \`/metrics\`, and so does a worker that was given \`KILN_WORKER_PORT\`.
Labels never hold ids, prompts or secrets. Series whose labels all take known values stand at 0 from the start.

`

const SECTIONS: { title: string; text: string; includes: (row: MetricRow) => boolean }[] = [
  {
    title: 'The API only',
    text:
      'The figures of the ledger (gauges, and `kiln_credits_total`) speak for the whole installation: every API exports ' +
      'the same ones, so take their maximum, not their sum. They are absent while the ledger cannot be read.',
    includes: ({ exportedBy }) => !exportedBy.includes('worker'),
  },
  {
    title: 'Workers only',
    text: 'Each worker counts what it did itself.',
    includes: ({ exportedBy }) => !exportedBy.includes('api'),
  },
  {
    title: 'Every process',
    text: "Each process counts what it did itself, and exports Node's own metrics (`nodejs_…` and `process_…`) beside these.",
    includes: ({ exportedBy }) => exportedBy.length > 1,
  },
]

const HEAD = ['metric', 'type', 'labels', 'what it says']

/** docs/metrics.md, out of the table of metrics. */
export function renderMetricsMarkdown(): string {
  const all: [string, MetricRow][] = Object.entries(METRICS)
  const sections = SECTIONS.map(({ title, text, includes }) => {
    const rows = all.filter(([, row]) => includes(row)).map(renderCells)
    return `## ${title}\n\n${text}\n\n${renderTable([HEAD, ...rows])}\n\n`
  })
  return `${INTRO}${sections.join('')}${renderLabels(all)}`
}

function renderCells([name, { type, labels, help }]: [string, MetricRow]): string[] {
  const names = Object.keys(labels).map((label) => `\`${label}\``)
  return [`\`${name}\``, type, names.length === 0 ? 'none' : names.join(', '), help]
}

/** Each label's values once, with the metrics that use them. */
function renderLabels(all: [string, MetricRow][]): string {
  const users = new Map<string, string[]>()
  for (const [name, { labels }] of all) {
    for (const [label, values] of Object.entries(labels)) {
      const words = typeof values === 'string' ? values : values.map((value) => `\`${value}\``).join(', ')
      const key = `\`${label}\`: ${words}`
      users.set(key, [...(users.get(key) ?? []), `\`${name}\``])
    }
  }
  const lines = [...users].map(([label, names]) => `- ${label} (${names.join(', ')})`)
  return `## Labels\n\n${lines.join('\n')}\n`
}

/** Columns stand below each other, as the formatter would have them. */
function renderTable(rows: string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const [head = '', ...body] = rows.map((row) => renderRow(row.map((cell, i) => cell.padEnd(widths[i] ?? 0))))
  return [head, renderRow(widths.map((width) => '-'.repeat(width))), ...body].join('\n')
}

const renderRow = (cells: string[]): string => `| ${cells.join(' | ')} |`
