import { ERRORS, type ErrorRow } from './errors.ts'

const INTRO = `# Errors

Every error answer is \`application/problem+json\` (RFC 9457) with \`type\`, \`title\`, \`status\`, \`detail\` and a stable \`code\`.
Decide by \`code\`; show \`title\` and \`detail\`. \`validation\` and \`unknownModel\` also list \`errors\`, one entry
\`{path, code, message, expected, hint}\` per fault, all of them at once.
"Same request again" says whether repeating it unchanged can succeed.

`

const HEAD = ['code', 'status', 'means', 'same request again', 'what to do']

/** docs/errors.md, out of the error table. */
export function renderErrorsPage(): string {
  const rows = [HEAD, ...Object.entries(ERRORS).map(renderCells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const [head, ...body] = rows.map((row) => renderRow(row.map((cell, i) => cell.padEnd(widths[i] ?? 0))))
  const rule = renderRow(widths.map((width) => '-'.repeat(width)))
  return `${INTRO}${[head, rule, ...body].join('\n')}\n`
}

function renderCells([code, row]: [string, ErrorRow]): string[] {
  return [`\`${code}\``, String(row.status), row.title, row.retryable ? 'yes' : 'no', row.advice]
}

const renderRow = (cells: string[]): string => `| ${cells.join(' | ')} |`
