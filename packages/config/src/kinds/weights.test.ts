import { describe, expect, test } from '@jest/globals'
import { parseWeights } from './weights.ts'

describe('the weights of keys', () => {
  test('are read by name', () => {
    expect({ ...parseWeights('studio=3, trial=0.5') }).toEqual({ studio: 3, trial: 0.5 })
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
    '__proto__ =1',
    'a=1e3',
  ])('%j is none', (text) => expect(parseWeights(text)).toBeNull())

  test('are a plain table, whatever the name', () => {
    expect(parseWeights('__proto__=2,constructor=3')).toMatchObject({ constructor: 3 })
    expect(Object.keys(parseWeights('__proto__=2')!)).toEqual(['__proto__'])
  })
})
