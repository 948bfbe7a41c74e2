import type { Command } from '../command.ts'
import { COMMANDS } from '../run-cli.ts'
import { synopsisOf } from '../help.ts'
import { WORDS } from '../words/words.ts'

const WORDS_OF_THE_PAGE = WORDS.en

/** `docs/cli.md`: what `--help` says, of every command. */
export function renderCliPage(): string {
  return `# Every command

Written by \`pnpm pages\` out of the commands themselves; \`kiln <command> --help\` says the same. Where the API is comes from
\`--api\` or \`KILN_API_URL\`, the key from \`KILN_API_KEY\`. Every command takes \`--json\` and \`--lang en|ru|zh\`.
What exit codes, files and languages are like: [apps/cli](../apps/cli/README.md). The operator's commands in use:
[operator-session.md](operator-session.md).

${COMMANDS.map((command) => `- [\`kiln ${command.name}\`](#kiln-${anchorOf(command)}): ${lowerFirst(command.words(WORDS_OF_THE_PAGE).summary)}`).join('\n')}

${COMMANDS.map(renderCommand).join('\n')}`
}

function renderCommand(command: Command): string {
  const { summary, details, options } = command.words(WORDS_OF_THE_PAGE)
  const rows = Object.entries(command.options)
    .filter(([name]) => !['api', 'json'].includes(name))
    .map(([name, { value }]) => {
      const option = `--${name}${value === undefined ? '' : ` <${value}>`}`
      return `- \`${option}\`: ${escape(options[name] ?? '')}\n`
    })
  const list = rows.length === 0 ? '' : `${rows.join('')}\n`
  return `## kiln ${command.name}

\`kiln ${synopsisOf(command)}\`: ${lowerFirst(summary)}. ${escape(details.replaceAll('\n', ' '))}

${list}\`\`\`sh
${command.examples.join('\n')}
\`\`\`
`
}

/** What Markdown would take for its own. */
const escape = (text: string) => text.replaceAll(/[<>*_]/g, (mark) => `\\${mark}`)
const anchorOf = ({ name }: Command) => name.replaceAll(' ', '-')
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
