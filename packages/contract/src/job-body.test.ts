import { describe, expect, test } from '@jest/globals'
import { jobBodySchema } from './job-body.ts'

const body = { model: 'google/nano-banana', input: { prompt: 'a fox' } }
const accepts = (extra: object) => jobBodySchema.safeParse({ ...body, ...extra }).success
const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']))

describe('the job body', () => {
  test.each([
    ['nothing but model and input', {}],
    ['a customId of 128 characters', { customId: 'x'.repeat(128) }],
    ['a customId with letters of any script, spaces and emoji', { customId: 'заказ 7 号 🦊' }],
    ['the highest priority and five retries', { priority: 'high', retries: 5 }],
    ['strict', { strict: true }],
    ['sixteen metadata pairs', { metadata: pairs(16) }],
    ['metadata with line breaks', { metadata: { note: 'one\ntwo' } }],
  ])('takes %s', (_what, extra) => {
    expect(accepts(extra)).toBe(true)
  })

  test.each([
    ['an unknown field', { colour: 'red' }],
    ['webhook, which is not offered', { webhook: { url: 'https://example.com' } }],
    ['what only kiln writes', { tenant: 'other', state: 'succeeded' }],
    ['a model that is no text', { model: 7 }],
    ['an empty model', { model: '' }],
    ['input that is a list', { input: [] }],
    ['input that is null', { input: null }],
    ['an empty customId', { customId: '' }],
    ['a customId of 129 characters', { customId: 'x'.repeat(129) }],
    ['a NUL in customId', { customId: 'a\0b' }],
    ['a line break in customId', { customId: 'a\nb' }],
    ['a lone surrogate in customId', { customId: 'a\ud800' }],
    ['a text that runs backwards in a terminal', { customId: 'a\u202eb' }],
    ['a priority out of the list', { priority: 'urgent' }],
    ['six retries', { retries: 6 }],
    ['a negative number of retries', { retries: -1 }],
    ['half a retry', { retries: 0.5 }],
    ['retries as text', { retries: '2' }],
    ['seventeen metadata pairs', { metadata: pairs(17) }],
    ['a metadata value that is no text', { metadata: { a: 1 } }],
    ['a metadata key of 65 characters', { metadata: { ['k'.repeat(65)]: 'v' } }],
    ['a metadata value of 513 characters', { metadata: { k: 'v'.repeat(513) } }],
    ['a NUL in a metadata value', { metadata: { k: '\0' } }],
    ['half a surrogate pair in a metadata value', { metadata: { k: '\udc00' } }],
    ['the name of the prototype in metadata', { metadata: JSON.parse('{"__proto__":"v"}') as unknown }],
    ['an explicit undefined', { customId: undefined }],
  ])('refuses %s', (_what, extra) => {
    expect(accepts(extra)).toBe(false)
  })
})
