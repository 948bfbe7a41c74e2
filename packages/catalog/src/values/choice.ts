import { z } from 'zod'
import type { ChoiceShape } from '../model-file.ts'
import type { Convert, Value } from './value.ts'

/** Longer than any value or spelling of one; a longer text is not folded at all. */
const MAX_SPELLING = 100
const SECONDS = /^(\d+)\s*s(ec(ond)?s?)?$/
const RATIO = /^(\d+)\s*[:x/]\s*(\d+)$/
const RESOLUTION_NAMES = new Map([
  ['hd', '720p'],
  ['fhd', '1080p'],
  ['fullhd', '1080p'],
  ['full hd', '1080p'],
])

export function compileChoice(shape: ChoiceShape): Value {
  const texts = shape.values.map((value) => JSON.stringify(value))
  const values = new Set<unknown>(shape.values)
  return {
    schema: () => z.literal(shape.values),
    takes: (value) => values.has(value),
    convert: convertChoice(shape),
    expected: ({ expected }) => expected.oneOf(texts),
  }
}

function convertChoice(shape: ChoiceShape): Convert {
  const values = new Map<string, string | number>()
  for (const [spelling, value] of Object.entries(shape.valueAliases ?? {})) values.set(fold(spelling), value)
  // After the aliases: a listed value always means itself.
  for (const value of shape.values) values.set(fold(String(value)), value)
  return (given) => {
    if (typeof given !== 'string' && typeof given !== 'number') return given
    if (shape.values.includes(given)) return given
    const text = String(given)
    if (text.length > MAX_SPELLING) return given
    // An empty text is no choice: it counts as not given.
    if (text.trim() === '') return ''
    const known = spellingsOf(fold(text)).find((spelling) => values.has(spelling))
    return known === undefined ? given : values.get(known)
  }
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}

/** The ways in which people write a value; whichever the model lists is meant. */
function spellingsOf(text: string): string[] {
  const spellings = [text]
  const seconds = SECONDS.exec(text)?.[1]
  if (seconds !== undefined) spellings.push(seconds)
  if (/^\d+$/.test(text)) spellings.push(`${text}p`, `${text}k`)
  if (/^\d+\.\d+$/.test(text)) spellings.push(String(Number(text)))
  const ratio = RATIO.exec(text)
  if (ratio !== null) spellings.push(`${ratio[1]}:${ratio[2]}`)
  const resolution = RESOLUTION_NAMES.get(text)
  if (resolution !== undefined) spellings.push(resolution)
  return spellings
}
