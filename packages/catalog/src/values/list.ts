import { z } from 'zod'
import { type Fault, mismatch, nameReceived, refuse } from '../fault.ts'
import { MAX_LIST_ITEMS } from '../limits.ts'
import type { Say } from '../words/words.ts'
import { trim } from './text.ts'
import type { Convert, Value } from './value.ts'

interface ListRules {
  minItems?: number | undefined
  maxItems?: number | undefined
}

export function compileList(rules: ListRules, item: Value, given: { single: 'wrapped' | 'refused' }): Value {
  const minItems = rules.minItems ?? 0
  const maxItems = rules.maxItems ?? MAX_LIST_ITEMS
  const expected: Say = (words) => words.expected.listOf(minItems, maxItems, item.expected(words))
  // Counted before the items are looked at: a list of a million is refused as one fault, at once.
  const counted = (value: unknown, payload: z.core.ParsePayload) => {
    if (Array.isArray(value)) refuse(payload, faultInCount(value, minItems, maxItems, expected))
    return value
  }
  const schema = () => z.preprocess(counted, z.array(item.schema()).meta({ minItems, maxItems }))
  const takes = (value: unknown) =>
    Array.isArray(value) &&
    faultInCount(value, minItems, maxItems, expected) === null &&
    value.every(item.takes)
  return { schema, takes, convert: convertList(item, maxItems, given.single === 'wrapped'), expected, item }
}

function convertList(item: Value, maxItems: number, wrapsSingle: boolean): Convert {
  return (given, path, notes) => {
    if (wrapsSingle && typeof given === 'string') {
      const single = trim(given)
      return single === '' ? single : [single]
    }
    if (!Array.isArray(given) || given.length > maxItems) return given
    return given.map((one: unknown, at) => {
      path.push(at)
      const converted = item.convert(one, path, notes)
      path.pop()
      return converted
    })
  }
}

function faultInCount(items: unknown[], min: number, max: number, expected: Say): Fault | null {
  if (items.length > max) {
    return mismatch('tooMany', expected, nameReceived(items), ({ hints }) =>
      hints.takeOut(items.length - max),
    )
  }
  if (items.length < min) {
    return mismatch('tooFew', expected, nameReceived(items), ({ hints }) => hints.addMissing)
  }
  return null
}
