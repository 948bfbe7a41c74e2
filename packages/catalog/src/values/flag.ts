import { z } from 'zod'
import type { Value } from './value.ts'

const FLAGS = new Map<unknown, boolean>([
  ...['true', '1', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'n', 'off'].map((word) => [word, false] as const),
  [1, true],
  [0, false],
])
const LONGEST_WORD = 'false'.length

export function compileFlag(): Value {
  return { schema: z.boolean, takes: isFlag, convert: convertFlag, expected: ({ expected }) => expected.flag }
}

const isFlag = (value: unknown) => typeof value === 'boolean'

function convertFlag(given: unknown): unknown {
  if (typeof given === 'boolean') return given
  const word = typeof given === 'string' ? given.trim() : given
  if (typeof word !== 'string') return FLAGS.get(word) ?? word
  return word.length > LONGEST_WORD ? word : (FLAGS.get(word.toLowerCase()) ?? word)
}
