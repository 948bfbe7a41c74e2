import { parseArgs } from 'node:util'
import { plain } from './render/plain.ts'
import type { Words } from './words/words.ts'
import { parseOptionsOf, type Command, type Values } from './command.ts'

export type Reading =
  | { kind: 'run'; command: Command; positionals: string[]; values: Values }
  | { kind: 'help'; command: Command | null }
  | { kind: 'fault'; fault: string; hint: string }

/** What was typed after `kiln`. */
export function readArguments(argv: readonly string[], commands: readonly Command[], words: Words): Reading {
  const [first] = argv
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help', command: null }
  if (first === 'help') return readHelp(argv.slice(1), commands, words)
  const command = findCommand(argv, commands)
  if (command === null) return unknownCommand(argv, commands, words)
  return readCommand(command, argv.slice(command.name.split(' ').length), words)
}

function findCommand(argv: readonly string[], commands: readonly Command[]): Command | null {
  return commands.find(({ name }) => name.split(' ').every((word, at) => argv[at] === word)) ?? null
}

function readHelp(names: readonly string[], commands: readonly Command[], words: Words): Reading {
  if (names.length === 0) return { kind: 'help', command: null }
  const command = findCommand(names, commands)
  return command === null ? unknownCommand(names, commands, words) : { kind: 'help', command }
}

function unknownCommand(argv: readonly string[], commands: readonly Command[], { usage }: Words): Reading {
  const [first = '', second] = argv
  const isGroup = second !== undefined && commands.some(({ name }) => name.startsWith(`${first} `))
  return {
    kind: 'fault',
    fault: usage.noCommand(plain(isGroup ? `${first} ${second}` : first)),
    hint: usage.allCommands(commands.map(({ name }) => name)),
  }
}

function readCommand(command: Command, args: readonly string[], { usage }: Words): Reading {
  const hint = usage.seeHelp(command.name)
  try {
    const parsed = parseArgs({ args: [...args], options: parseOptionsOf(command), allowPositionals: true })
    if (parsed.values['help'] === true) return { kind: 'help', command }
    const { positionals } = parsed
    const needed = command.takes.filter((name) => !name.startsWith('[')).length
    if (positionals.length < needed || positionals.length > command.takes.length) {
      const fault = usage.takes(command.name, command.takes.join(' '), plain(positionals.join(' ')))
      return { kind: 'fault', fault, hint }
    }
    return { kind: 'run', command, positionals, values: parsed.values as Values }
  } catch (error) {
    const fault = faultInOptions(error, usage)
    if (fault === null) throw error
    return { kind: 'fault', fault, hint }
  }
}

/** Node tells the option in a sentence of its own; anything else is a fault of ours. */
function faultInOptions(error: unknown, usage: Words['usage']): string | null {
  const { code, message } = error as { code?: unknown; message: string }
  const option = plain(/'((?:-\w, )?--?[^' ]*)/.exec(message)?.[1] ?? '')
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return usage.unknownOption(option)
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return null
  return message.includes('does not take') ? usage.takesNoValue(option) : usage.valueMissing(option)
}
