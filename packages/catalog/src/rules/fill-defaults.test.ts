import { describe, expect, test } from '@jest/globals'
import type { WrittenModel } from '../model-file.ts'
import { catalogOf } from '../sample-model.test.kit.ts'
import type { Rule } from './rule.ts'

type Input = Record<string, unknown>
type Params = WrittenModel['params']

describe('a default', () => {
  const withDefaults: Params = [
    { name: 'flag', type: 'boolean', default: false },
    { name: 'n', type: 'integer', default: 5 },
    { name: 'size', type: 'enum', values: ['1K', '2K'], default: '2K' },
  ]
  function sentFor(rules: Rule[], input: Input): unknown {
    const result = catalogOf({ params: withDefaults, crossField: rules }).check('sample', input)
    return result.ok ? result.input : result.errors
  }

  test('is not filled in where a rule forbids the parameter', () => {
    const rule: Rule = { kind: 'forbiddenIf', param: 'n', when: { flag: true } }
    expect(sentFor([rule], {})).toEqual({ flag: false, n: 5, size: '2K' })
    expect(sentFor([rule], { flag: true })).toEqual({ flag: true, size: '2K' })
  })

  test.each<[Rule]>([
    [{ kind: 'forbiddenIf', param: 'size', value: '2K', when: { flag: true } }],
    [{ kind: 'allowedValuesIf', param: 'size', values: ['1K'], when: { flag: true } }],
    [{ kind: 'forbiddenValuesIf', param: 'size', values: ['2K'], when: { flag: true } }],
  ])('is not filled in where its value is refused: %j', (rule) => {
    expect(sentFor([rule], { flag: true })).toEqual({ flag: true, n: 5 })
  })

  test('may depend on other values', () => {
    const rule: Rule = { kind: 'defaultIf', param: 'n', value: 12, when: { flag: true } }
    expect(sentFor([rule], { flag: 'yes' })).toMatchObject({ n: 12 })
    expect(sentFor([rule], { flag: true, n: 3 })).toMatchObject({ n: 3 })
    expect(sentFor([rule], {})).toMatchObject({ n: 5 })
  })

  test('is looked for beside what was given, not instead of it', () => {
    // Whether n may be filled in hangs on the size, which was left out and is filled in itself.
    const rule: Rule = { kind: 'forbiddenIf', param: 'n', when: { size: '2K' } }
    expect(sentFor([rule], {})).toEqual({ flag: false, size: '2K' })
    expect(sentFor([rule], { size: '1K' })).toEqual({ flag: false, size: '1K', n: 5 })
  })

  test('is seen by the rules of other parameters', () => {
    const rule: Rule = { kind: 'rangeIf', param: 'n', max: 9, when: { size: '2K' } }
    expect(sentFor([rule], { n: 10 })).toMatchObject([{ path: 'input.n', code: 'outOfRange' }])
    expect(sentFor([rule], { n: 10, size: '1K' })).toMatchObject({ n: 10 })
  })
})
