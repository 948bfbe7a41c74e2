import { describe, expect, test } from '@jest/globals'
import { pluralsOf } from './plural.ts'

describe('the form of a word beside a number', () => {
  const russian = pluralsOf('ru')
  const forms = { one: 'символ', few: 'символа', many: 'символов', other: 'символа' }

  test.each([
    [0, 'символов'],
    [1, 'символ'],
    [2, 'символа'],
    [5, 'символов'],
    [11, 'символов'],
    [21, 'символ'],
    [22, 'символа'],
    [111, 'символов'],
    [5000, 'символов'],
    [1.5, 'символа'],
  ])('in Russian is for %d %s', (count, word) => {
    expect(russian(count, forms)).toBe(word)
  })

  test('is the common one where a language has no other', () => {
    expect(russian(5, { one: 'символа', other: 'символов' })).toBe('символов')
    expect(pluralsOf('zh')(1, { other: '个字符' })).toBe('个字符')
    expect([1, 2].map((count) => pluralsOf('en')(count, { one: 'line', other: 'lines' }))).toEqual([
      'line',
      'lines',
    ])
  })
})
