import { TOPICS, VARIABLES, type Variable } from '../variables.ts'

const INTRO = `# Configuration

kiln is configured by environment variables only. Each process reads them once, at its start, checks them together
and either runs or lists everything that is wrong at once. An empty variable counts as unset, spaces around a value
are dropped, and \`NODE_ENV\` changes nothing. Durations are written \`500ms\`, \`2s\`, \`10m\` or \`1h\`.

`

const RULES = `## Rules between variables

- The API listens beyond loopback only with \`KILN_API_KEYS\`.
- \`KILN_SPEED\` other than 1, and any \`KILN_FAIL_POINTS\`, are refused while \`KIE_BASE_URL\` is the real KIE.
- \`KILN_POLL_DEADLINE\` and \`KILN_UNCONFIRMED_HORIZON\` exceed \`KILN_CREATE_TIMEOUT\`.
- A private host in \`KIE_CALLBACK_URL\` and a public \`KIE_BASE_URL\` without TLS are warned of.
`

const HEAD = ['variable', 'default', 'read by', 'accepts', 'what it does']

/** docs/configuration.md, out of the table of variables. */
export function renderConfigurationMarkdown(): string {
  const all: [string, Variable][] = Object.entries(VARIABLES)
  const sections = TOPICS.map((topic) => {
    const rows = all.filter(([, variable]) => variable.topic === topic).map(renderCells)
    return `## ${topic}\n\n${renderTable([HEAD, ...rows])}\n\n`
  })
  return `${INTRO}${sections.join('')}${RULES}`
}

function renderCells([name, variable]: [string, Variable]): string[] {
  const processes = variable.usedBy === 'both' ? 'api, worker' : variable.usedBy
  const readBy = variable.cli === true ? `${processes}, cli` : processes
  const doc = variable.secret ? `${variable.doc} Secret.` : variable.doc
  return [`\`${name}\``, renderDefault(variable), readBy, variable.accepts, doc]
}

function renderDefault(variable: Variable): string {
  if (variable.default !== null) return `\`${variable.default}\``
  if (variable.found !== undefined) return variable.found
  const requiredBy = Object.keys(variable.required ?? {})
  return requiredBy.length === 0 ? 'none' : `none; required by ${requiredBy.join(' and ')}`
}

/** Columns stand below each other, as the formatter would have them. */
function renderTable(rows: string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const [head = '', ...body] = rows.map((row) => renderRow(row.map((cell, i) => cell.padEnd(widths[i] ?? 0))))
  return [head, renderRow(widths.map((width) => '-'.repeat(width))), ...body].join('\n')
}

const renderRow = (cells: string[]): string => `| ${cells.join(' | ')} |`
