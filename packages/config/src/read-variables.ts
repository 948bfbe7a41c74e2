import type { z } from 'zod'
import { VARIABLES, type Process, type Variable, type VariableName } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads as a sentence: the variable, then the message. */
export interface Fault {
  variable: string
  message: string
}

type Table = typeof VARIABLES

type ValueOf<N extends VariableName, P extends Process> =
  | z.output<Table[N]['schema']>
  | (Table[N] extends { default: string } | { required: Record<P, string> } ? never : null)

/** The values a process reads, by variable; null stands for unset. */
export type Values<P extends Process> = {
  [N in VariableName as Table[N]['usedBy'] extends P | 'both' ? N : never]: ValueOf<N, P>
}

/** Values without those that are at fault. */
export type SoundValues = Partial<Values<'api'> & Values<'worker'>>

/** Who reads variables: a process that runs, or the command line. */
export type Reader = Process | 'cli'

/** Reads every variable of one reader and lists all that is wrong with any of them alone. */
export function readVariables(reader: Reader, env: Environment): { values: SoundValues; faults: Fault[] } {
  const values: Record<string, unknown> = {}
  const faults: Fault[] = []
  for (const name of Object.keys(VARIABLES) as VariableName[]) {
    const variable: Variable = VARIABLES[name]
    if (!isReadBy(variable, reader)) continue
    const reading = readOne(variable, reader, env[name]?.trim() ?? '')
    if (reading.ok) values[name] = reading.value
    else faults.push({ variable: name, message: reading.message })
  }
  return { values, faults }
}

function isReadBy({ usedBy, cli }: Variable, reader: Reader): boolean {
  return reader === 'cli' ? cli === true : usedBy === 'both' || usedBy === reader
}

/** An empty variable counts as unset. */
function readOne(
  variable: Variable,
  reader: Reader,
  text: string,
): { ok: true; value: unknown } | { ok: false; message: string } {
  const required = requiredBy(variable, reader)
  if (text === '' && required !== undefined) return { ok: false, message: required }
  if (text === '' && variable.default === null) return { ok: true, value: null }
  const parsed = variable.schema.safeParse(text === '' ? variable.default : text)
  if (parsed.success) return { ok: true, value: parsed.data }
  const must = parsed.error.issues.map((issue) => issue.message).join('; ')
  return { ok: false, message: `${must}, got ${quote(variable, text)}. ${nextStep(variable, reader)}` }
}

const LONGEST_QUOTE = 60

/** The value as it was given, where no secret can stand in it: URLs may hold some before @ and after ?. */
function quote(variable: Variable, text: string): string {
  if (variable.secret || /[@?#]/.test(text)) return 'a value that is not shown'
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text)
}

/** What is said where it is missing; the command line can do something without any of them. */
function requiredBy(variable: Variable, reader: Reader): string | undefined {
  return reader === 'cli' ? undefined : variable.required?.[reader]
}

function nextStep(variable: Variable, reader: Reader): string {
  if (variable.default !== null) return `Correct it, or unset it for ${variable.default}.`
  return requiredBy(variable, reader) === undefined ? 'Correct it, or unset it.' : 'Correct it.'
}
