import { parseArgs } from 'node:util'
import { plain } from './render/plain.ts'
import { parseOptionsOf, type Command, type Values } from './command.ts'

export type Reading =
  | { kind: 'run'; command: Command; positionals: string[]; values: Values }
  | { kind: 'help'; command: Command | null }
  | { kind: 'fault'; fault: string; hint: string }

/** What was typed after `kiln`. */
export function readArguments(argv: readonly string[], commands: readonly Command[]): Reading {
  const [first] = argv
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help', command: null }
  if (first === 'help') return readHelp(argv.slice(1), commands)
  const command = findCommand(argv, commands)
  if (command === null) return unknownCommand(argv, commands)
  return readCommand(command, argv.slice(command.name.split(' ').length))
}

function findCommand(argv: readonly string[], commands: readonly Command[]): Command | null {
  return commands.find(({ name }) => name.split(' ').every((word, at) => argv[at] === word)) ?? null
}

function readHelp(names: readonly string[], commands: readonly Command[]): Reading {
  if (names.length === 0) return { kind: 'help', command: null }
  const command = findCommand(names, commands)
  return command === null ? unknownCommand(names, commands) : { kind: 'help', command }
}

function unknownCommand(argv: readonly string[], commands: readonly Command[]): Reading {
  const [first = '', second] = argv
  const isGroup = second !== undefined && commands.some(({ name }) => name.startsWith(`${first} `))
  return {
    kind: 'fault',
    fault: `kiln has no command "${plain(isGroup ? `${first} ${second}` : first)}".`,
    hint: `There are ${commands.map(({ name }) => name).join(', ')}; kiln --help tells what each does.`,
  }
}

function readCommand(command: Command, args: readonly string[]): Reading {
  const hint = `kiln ${command.name} --help shows how it is used.`
  try {
    const parsed = parseArgs({ args: [...args], options: parseOptionsOf(command), allowPositionals: true })
    if (parsed.values['help'] === true) return { kind: 'help', command }
    const { positionals } = parsed
    if (positionals.length !== command.takes.length) {
      const wanted = command.takes.length === 0 ? 'nothing else' : command.takes.join(' ')
      const got = positionals.length === 0 ? 'nothing' : positionals.join(' ')
      return { kind: 'fault', fault: `kiln ${command.name} takes ${wanted}, got ${got}.`, hint }
    }
    return { kind: 'run', command, positionals, values: parsed.values as Values }
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string }
    // Node's own sentences name the option; anything else is a fault of ours.
    if (typeof code !== 'string' || !code.startsWith('ERR_PARSE_ARGS_')) throw error
    return { kind: 'fault', fault: `${plain(message.split('. To specify')[0] ?? message)}.`, hint }
  }
}
