import type { Readable } from 'node:stream'
import type { ParseArgsConfig } from 'node:util'
import type { Language } from '@kiln/languages'
import type { Preflight } from '@kiln/preflight'
import type { Connection } from './api/connect-api.ts'
import type { Examination } from './doctor/examine.ts'
import type { Listing } from './difference/ask-kie.ts'
import type { Ink } from './render/ink.ts'
import type { Screen } from './top/screen.ts'
import type { Words } from './words/words.ts'

/** Where text goes; settles once it went there. False: nothing goes there any more, so that to go on is idle. */
export type Write = (text: string) => Promise<boolean>

/** Everything the command line may touch; importing a command opens nothing. */
export interface Tools {
  /** Reads the catalogue when it is first needed: help does without. */
  preflight: () => Preflight
  /** Whether the environment says where KIE can call back. */
  hasCallback: () => boolean
  /** KIE's live list, from `url` or from where the environment says. */
  askKie: (url: string | undefined, words: Words) => Promise<Listing>
  /** Looks at the whole set-up, as the environment describes it. */
  examine: (apiUrl: string | undefined, language: Language, words: Words) => Promise<Examination>
  /** A kiln API, at `url` or where the environment says. */
  connect: (url: string | undefined, language: Language, words: Words) => Connection
  /** Writes a file anew; the answer says why it could not. */
  writeFile: (path: string, text: string) => Promise<string | null>
  stdin: Readable
  out: Write
  /** For what is not the answer itself: sums of a stream, and faults. */
  err: Write
  /** Each of the two may be a terminal or a file. */
  ink: Ink
  errInk: Ink
  /** How wide the terminal is that standard output goes to; null: it is none. */
  columns: () => number | null
  /** How wide the terminal is that standard error goes to; null: it is none. */
  errColumns: () => number | null
  /** Aborted by Ctrl-C, which ends the program only where nobody asked for this. */
  interrupted: () => AbortSignal
  /** Asks a person; null where nobody sits there. The answer is null when they stopped it. */
  ask: ((question: string) => Promise<string | null>) | null
  /** The whole of a terminal; null where there is none. */
  screen: Screen | null
  /** Milliseconds of a clock that only goes forward. */
  now: () => number
  /** What is spoken unless `--lang` says otherwise. */
  localLanguage: Language
}

/** What a command gets besides what was typed. */
export interface Deps extends Tools {
  language: Language
  words: Words
}

/** `stopped`: by Ctrl-C, as shells count it. */
export const EXIT = { good: 0, bad: 1, cannot: 2, stopped: 130 } as const
type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** How a command ended: `bad` is an answer (a bad line, an unknown id), `cannot` is none. */
export type Outcome = { exit: ExitCode } | { exit: ExitCode; fault: string; hint: string }

interface OptionSpec {
  type: 'string' | 'boolean'
  /** What its value is called in the help. */
  value?: string
}

/** What the help says of a command, and of each of its options. */
interface CommandWords {
  summary: string
  details: string
  options: Readonly<Record<string, string>>
}

export type Values = Readonly<Record<string, string | boolean | undefined>>

export interface Command {
  /** As it is typed after `kiln`, such as `catalog diff`. */
  name: string
  /** What stands after the name: `<id>`; in brackets, and at the end, what may be left out: `[<id>]`. */
  takes: readonly string[]
  words: (words: Words) => CommandWords
  options: Readonly<Record<string, OptionSpec>>
  examples: readonly string[]
  run(positionals: readonly string[], values: Values, deps: Deps): Promise<Outcome>
}

export const JSON_OPTION = { type: 'boolean' } as const satisfies OptionSpec

/** A command's options as node:util reads them; every command has help. */
export function parseOptionsOf(command: Command): NonNullable<ParseArgsConfig['options']> {
  const own = Object.entries(command.options).map(([name, { type }]) => [name, { type }] as const)
  return { ...Object.fromEntries(own), help: { type: 'boolean', short: 'h' } }
}

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
