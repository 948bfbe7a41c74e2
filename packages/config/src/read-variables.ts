import type { z } from 'zod'
import { VARIABLES, type Process, type Variable, type VariableName } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads as a sentence: the variable, then the message. */
export interface Fault {
  variable: VariableName
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

/** Reads every variable of one process and lists all that is wrong with any of them alone. */
export function readVariables(process: Process, env: Environment): { values: SoundValues; faults: Fault[] } {
  const values: Record<string, unknown> = {}
  const faults: Fault[] = []
  for (const name of Object.keys(VARIABLES) as VariableName[]) {
    const variable: Variable = VARIABLES[name]
    if (variable.usedBy !== 'both' && variable.usedBy !== process) continue
    const reading = readOne(variable, process, env[name]?.trim() ?? '')
    if (reading.ok) values[name] = reading.value
    else faults.push({ variable: name, message: reading.message })
  }
  return { values, faults }
}

/** An empty variable counts as unset. */
function readOne(
  variable: Variable,
  process: Process,
  text: string,
): { ok: true; value: unknown } | { ok: false; message: string } {
  const required = variable.required?.[process]
  if (text === '' && required !== undefined) return { ok: false, message: required }
  if (text === '' && variable.default === null) return { ok: true, value: null }
  const parsed = variable.schema.safeParse(text === '' ? variable.default : text)
  if (parsed.success) return { ok: true, value: parsed.data }
  const must = parsed.error.issues.map((issue) => issue.message).join('; ')
  return { ok: false, message: `${must}, got ${quote(variable, text)}. ${nextStep(variable, process)}` }
}

const LONGEST_QUOTE = 60

/** The value as it was given, where no secret can stand in it: URLs may hold some before @ and after ?. */
function quote(variable: Variable, text: string): string {
  if (variable.secret || /[@?#]/.test(text)) return 'a value that is not shown'
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text)
}

function nextStep(variable: Variable, process: Process): string {
  if (variable.default !== null) return `Correct it, or unset it for ${variable.default}.`
  return variable.required?.[process] === undefined ? 'Correct it, or unset it.' : 'Correct it.'
}
