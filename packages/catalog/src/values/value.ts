import type { z } from 'zod'
import type { Problem, Remark } from '../fault.ts'
import type { Say } from '../words/words.ts'

/** One value of a model's input, compiled from its data. */
export interface Value {
  /** Accepts exactly what may be sent. Made when it is first asked for, which most models never are. */
  schema: () => z.ZodType
  /**
   * Whether the schema would surely take the value and hand it on as it is. Far cheaper to ask, and enough for
   * nearly every input; after a no the schema decides and explains.
   */
  takes: (value: unknown) => boolean
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

/** `path` is where the value lies now: it changes as the conversion goes on, so whoever keeps it copies it. */
export type Convert = (given: unknown, path: (string | number)[], notes: ConversionNotes) => unknown

/** What a conversion has to tell besides its value. */
export interface ConversionNotes {
  warnings: Remark[]
  problems: Problem[]
  /** Each parameter given under another name, with that name. */
  writtenAs: [parameter: string, name: string][]
}
