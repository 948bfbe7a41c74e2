import type { Command } from './command.ts'
import type { Ink } from './render/ink.ts'
import { renderTable } from './render/table.ts'
import type { Words } from './words/words.ts'

/** `kiln --help` */
export function renderHelp(commands: readonly Command[], ink: Ink, words: Words): string {
  const { intro, commands: heading, ofCommand, exitCodes, language } = words.help
  const rows = commands.map((command) => [`  kiln ${synopsisOf(command)}`, command.words(words).summary])
  const ends = [ofCommand, exitCodes, language].map((line) => `${line}\n`).join('')
  return `${intro}\n\n${ink.bold(heading)}\n${renderTable(rows)}\n${ends}`
}

/** `kiln <command> --help` */
export function renderCommandHelp(command: Command, ink: Ink, words: Words): string {
  const { help } = words
  const told = command.words(words)
  const options = [
    ...Object.entries(command.options).map(([name, { value }]) => [
      `  --${name}${value === undefined ? '' : ` <${value}>`}`,
      name === 'json' ? help.json : (told.options[name] ?? ''),
    ]),
    ['  --lang <language>', help.lang],
    ['  -h, --help', help.help],
  ]
  const parts = [
    `${help.usage(synopsisOf(command))}\n\n${words.sentence(told.summary)}\n`,
    `${told.details}\n`,
    `${ink.bold(help.options)}\n${renderTable(options)}`,
    `${ink.bold(help.examples)}\n${command.examples.map((example) => `  ${example}\n`).join('')}`,
  ]
  return parts.join('\n')
}

export const synopsisOf = ({ name, takes }: Command) => [name, ...takes].join(' ')
