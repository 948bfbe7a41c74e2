import type { Command } from './command.ts'
import type { Ink } from './render/ink.ts'
import { renderTable } from './render/table.ts'

const INTRO = 'kiln looks at models, checks jobs and prices them, without a server and without paying.'

/** `kiln --help` */
export function renderHelp(commands: readonly Command[], ink: Ink): string {
  const rows = commands.map((command) => [`  kiln ${synopsisOf(command)}`, command.summary])
  const ends = 'Exit code 0: good. 1: the answer is no (a bad line, an unknown id). 2: it could not be done.'
  return `${INTRO}\n\n${ink.bold('Commands')}\n${renderTable(rows)}\nkiln <command> --help shows options and examples.\n${ends}\n`
}

/** `kiln <command> --help` */
export function renderCommandHelp(command: Command, ink: Ink): string {
  const options = [
    ...Object.entries(command.options).map(([name, { value, says }]) => [
      `  --${name}${value === undefined ? '' : ` <${value}>`}`,
      says,
    ]),
    ['  -h, --help', 'show this'],
  ]
  const parts = [
    `kiln ${synopsisOf(command)} [options]\n\n${command.summary}.\n`,
    ...(command.details === undefined ? [] : [`${command.details}\n`]),
    `${ink.bold('Options')}\n${renderTable(options)}`,
    `${ink.bold('Examples')}\n${command.examples.map((example) => `  ${example}\n`).join('')}`,
  ]
  return parts.join('\n')
}

const synopsisOf = ({ name, takes }: Command) => [name, ...takes].join(' ')
