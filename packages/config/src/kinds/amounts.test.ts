import { describe, expect, test } from '@jest/globals'
import { parseAmounts } from './amounts.ts'

const RULES = { max: 1_000, star: false }

describe('numbers by key', () => {
  test('are read by name', () => {
    expect({ ...parseAmounts('studio=3, trial=0.5', RULES) }).toEqual({ studio: 3, trial: 0.5 })
  })

  test.each([
    '',
    'studio',
    'studio=',
    'studio=0',
    'studio=-1',
    'studio=1001',
    'a=1,a=2',
    'A=1',
    'a=1e3',
    '*=1',
  ])('%j are none', (text) => expect(parseAmounts(text, RULES)).toBeNull())

  test('may hold one for every other key', () => {
    expect({ ...parseAmounts('*=20,studio=500', { ...RULES, star: true }) }).toEqual({ '*': 20, studio: 500 })
  })

  test('are a plain table, whatever the name', () => {
    expect(Object.keys(parseAmounts('__proto__=2,constructor=3', RULES)!)).toEqual([
      '__proto__',
      'constructor',
    ])
  })
})
