import type { z } from 'zod'
import type { Path, Problem, Remark } from '../fault.ts'
import type { Say } from '../words/words.ts'

/** One value of a model's input, compiled from its data. */
export interface Value {
  /** Accepts exactly what may be sent. */
  schema: z.ZodType
  /** Turns what a caller may write into what is sent; leaves alone what it does not understand. */
  convert: Convert
  /** "a text of 1 to 5000 characters": what an error says was wanted. */
  expected: Say
  /** Of a list: its items. */
  item?: Value
  /** Of an object: its parameters, in order. */
  fields?: ReadonlyMap<string, Value>
  /** Of an object: other name of a parameter → its name. */
  aliases?: ReadonlyMap<string, string>
}

/** What becomes of a key that is no parameter. */
export type UnknownParameters = 'refused' | 'passed'

export type Convert = (given: unknown, path: Path, notes: ConversionNotes) => unknown

/** What a conversion has to tell besides its value. */
export interface ConversionNotes {
  warnings: Remark[]
  problems: Problem[]
  /** Parameter → the other name under which the caller gave it. */
  writtenAs: Map<string, string>
}
