import { describe, expect, test } from '@jest/globals'
import type { Language } from '@kiln/languages'
import { z } from 'zod'
import { form } from './forms.ts'
import { fieldErrorsOf } from './field-errors.ts'

const schema = z.strictObject({
  name: z
    .string()
    .min(2)
    .max(4)
    .regex(/^[a-z]*$/, form('printable')),
  size: z.int().min(1).max(9),
  mode: z.enum(['fast', 'slow']),
  list: z
    .array(z.object({ on: z.boolean() }))
    .max(2)
    .exactOptional(),
  pairs: z.record(z.string().regex(/^[a-z]*$/, form('printable')), z.string()).exactOptional(),
})
const sound = { name: 'abc', size: 1, mode: 'fast' }

function faults(value: unknown, language: Language = 'en') {
  const parsed = schema.safeParse(value)
  return parsed.success ? [] : fieldErrorsOf(parsed.error.issues, value, language)
}
const messages = (value: unknown) => faults(value).map(({ code, message }) => `${code}: ${message}`)

describe('fieldErrorsOf', () => {
  test.each<[unknown, string[]]>([
    [{ ...sound, name: 7 }, ['wrongType: name must be text, got 7.']],
    [{ ...sound, name: 'a' }, ['outOfRange: name must be at least 2 characters, got a text of 1 character.']],
    [
      { ...sound, name: 'abcde' },
      ['outOfRange: name must be at most 4 characters, got a text of 5 characters.'],
    ],
    [
      { ...sound, name: 'ABC' },
      ['wrongFormat: name must be made of printable characters, got a text of 3 characters.'],
    ],
    [{ ...sound, size: 0 }, ['outOfRange: size must be at least 1, got 0.']],
    [{ ...sound, size: 1.5 }, ['wrongType: size must be a whole number, got 1.5.']],
    [{ ...sound, size: null }, ['wrongType: size must be a number, got null.']],
    [{ name: 'abc', size: 1 }, ['required: mode must be one of fast, slow, got nothing.']],
    [{ ...sound, mode: ['fast'] }, ['notOneOf: mode must be one of fast, slow, got a list of 1.']],
    [{ ...sound, list: [{ on: true }, { on: 1 }] }, ['wrongType: list[1].on must be true or false, got 1.']],
    [{ ...sound, list: {} }, ['wrongType: list must be a list, got an object.']],
    [
      { ...sound, list: [{ on: true }, { on: true }, { on: true }] },
      ['outOfRange: list must be at most 2 items, got a list of 3.'],
    ],
    [
      { ...sound, pairs: { A: 'b' } },
      ['wrongFormat: pairs.A must be made of printable characters, got a text of 1 character.'],
    ],
    [{ ...sound, extra: 1 }, ['unknownField: extra is not a field of this call.']],
    [null, ['wrongType: the body must be an object, got null.']],
    [undefined, ['required: the body must be an object, got nothing.']],
  ])('says what is wrong with %j (%#)', (value, expected) => {
    expect(messages(value)).toEqual(expected)
  })

  test('cuts names that the caller made up, and never repeats a value', () => {
    const long = 'n'.repeat(10_000)
    const [fault] = faults({ ...sound, [long]: 'private', mode: 'private' }).filter(
      ({ code }) => code === 'unknownField',
    )
    expect(fault?.path).toHaveLength(60)
    expect(JSON.stringify(faults({ ...sound, name: 'PRIV' }))).not.toContain('PRIV')
  })
})
