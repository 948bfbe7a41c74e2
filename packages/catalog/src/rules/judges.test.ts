import { describe, expect, test } from '@jest/globals'
import { catalogOf } from '../sample-model.test.kit.ts'
import type { WrittenModel } from '../model-file.ts'
import { ruleSchema, type Rule } from './rule.ts'

type Input = Record<string, unknown>
type Params = WrittenModel['params']

const NOTE = {
  en: 'both pictures must have one size',
  ru: 'оба изображения должны быть одного размера',
  zh: '两张图片的尺寸必须相同',
}
const link = 'https://files.example/a'
const links = (count: number) => Array.from({ length: count }, () => link)

const params: Params = [
  { name: 'a', type: 'string' },
  { name: 'b', type: 'string' },
  { name: 'c', type: 'string' },
  { name: 'flag', type: 'boolean' },
  { name: 'size', type: 'enum', values: ['1K', '2K', '4K'] },
  { name: 'n', type: 'integer' },
  { name: 'm', type: 'integer', sendAs: 'string' },
  { name: 'urls', type: 'url_array' },
  { name: 'one', type: 'url' },
  {
    name: 'shots',
    type: 'array',
    items: {
      type: 'object',
      params: [
        { name: 'text', type: 'string' },
        { name: 'from', type: 'number' },
        { name: 'to', type: 'number' },
      ],
    },
  },
]

function outcomeOf(rules: Rule[], input: Input, more: Partial<WrittenModel> = {}): string[] | 'fits' {
  const result = catalogOf({ params, ...more, crossField: rules }).check('sample', input)
  return result.ok ? 'fits' : result.errors.map(({ path, code }) => `${path} ${code}`)
}

/** A rule, an input that fits, and one that does not, with the place and the code. */
const CASES: [rule: Rule, fits: Input[], refused: [input: Input, fault: string][]][] = [
  [
    { kind: 'requiredIf', param: 'a', when: { flag: true } },
    [{}, { flag: false }, { flag: true, a: 'x' }],
    [[{ flag: true }, 'input.a required']],
  ],
  [
    { kind: 'requiredIf', param: 'size', value: '4K', when: { flag: true } },
    [{ flag: true, size: '4K' }, { size: '1K' }],
    [
      [{ flag: true, size: '1K' }, 'input.size required'],
      [{ flag: true }, 'input.size required'],
    ],
  ],
  [
    { kind: 'optionalIf', param: 'a', when: { one: { present: true } } },
    [{ a: 'x' }, { one: link }],
    [[{}, 'input.a required']],
  ],
  [
    { kind: 'forbiddenIf', param: 'a', when: { any: [{ one: { present: true } }, { flag: true }] } },
    [{ a: 'x' }, { one: link }],
    [
      [{ a: 'x', one: link }, 'input.a forbiddenParameter'],
      [{ a: 'x', flag: true }, 'input.a forbiddenParameter'],
    ],
  ],
  [
    { kind: 'forbiddenIf', param: 'flag', value: true, when: { size: '4K' } },
    [{ flag: true }, { flag: false, size: '4K' }],
    [[{ flag: true, size: '4K' }, 'input.flag forbiddenValue']],
  ],
  [{ kind: 'ignoredIf', param: 'a', when: { flag: true } }, [{ a: 'x', flag: true }], []],
  [
    { kind: 'allowedValuesIf', param: 'size', values: ['1K'], when: { flag: { not: true } } },
    [{ size: '1K' }, { size: '4K', flag: true }, {}],
    [[{ size: '4K' }, 'input.size notOneOf']],
  ],
  [
    { kind: 'forbiddenValuesIf', param: 'size', values: ['4K'], when: { flag: true } },
    [{ size: '4K' }, { size: '2K', flag: true }],
    [[{ size: '4K', flag: true }, 'input.size forbiddenValue']],
  ],
  [
    { kind: 'rangeIf', param: 'n', min: 1, max: 4, when: { flag: true } },
    [{ n: 9 }, { n: 4, flag: true }],
    [
      [{ n: 5, flag: true }, 'input.n outOfRange'],
      [{ n: 0, flag: true }, 'input.n outOfRange'],
    ],
  ],
  [{ kind: 'defaultIf', param: 'n', value: 4, when: { flag: true } }, [{}, { flag: true }], []],
  [{ kind: 'multipleOf', param: 'm', of: 4 }, [{ m: 8 }, {}], [[{ m: '9' }, 'input.m offStep']]],
  [
    { kind: 'maxItemsIf', param: 'urls', max: 1, when: { size: '4K' } },
    [{ urls: links(2) }, { urls: links(1), size: '4K' }],
    [[{ urls: links(2), size: '4K' }, 'input.urls tooMany']],
  ],
  [
    { kind: 'itemCountIf', param: 'urls', count: 2, when: { a: { in: ['x', 'y'] } } },
    [{ urls: links(2), a: 'x' }, { urls: links(3) }],
    [
      [{ urls: links(1), a: 'y' }, 'input.urls tooFew'],
      [{ urls: links(3), a: 'y' }, 'input.urls tooMany'],
    ],
  ],
  [
    { kind: 'maxLengthIf', param: 'a', max: 3, when: { flag: true } },
    [{ a: 'xxxx' }, { a: '🎬🎬🎬', flag: true }],
    [[{ a: 'xxxx', flag: true }, 'input.a tooLong']],
  ],
  [
    { kind: 'maxLengthIfChinese', param: 'a', max: 3 },
    [{ a: 'abcdef' }, { a: '一只狐' }],
    [[{ a: '一只狐狸' }, 'input.a tooLong']],
  ],
  [
    { kind: 'mutuallyExclusive', groups: [['a', 'b'], ['c']] },
    [{}, { a: 'x', b: 'x' }, { c: 'x' }],
    [[{ a: 'x', c: 'x' }, 'input.c exclusiveParameters']],
  ],
  [
    { kind: 'exactlyOne', params: ['a', 'b'] },
    [{ a: 'x' }, { b: 'x' }],
    [
      [{}, 'input.a required'],
      [{ a: 'x', b: 'x' }, 'input.b exclusiveParameters'],
    ],
  ],
  [
    { kind: 'exactlyOneGroup', groups: [['a', 'b'], ['c']] },
    [{ a: 'x', b: 'x' }, { c: 'x' }],
    [
      [{}, 'input.a required'],
      [{ a: 'x' }, 'input.b required'],
      [{ a: 'x', b: 'x', c: 'x' }, 'input.c exclusiveParameters'],
    ],
  ],
  [
    { kind: 'atLeastOne', params: ['a', 'b'] },
    [{ a: 'x' }, { a: 'x', b: 'x' }],
    [[{ c: 'x' }, 'input.a required']],
  ],
  [
    { kind: 'maxTotalItems', params: ['one', 'urls'], max: 2 },
    [{ one: link, urls: links(1) }],
    [[{ one: link, urls: links(2) }, 'input.urls tooMany']],
  ],
  [
    { kind: 'maxTotalLength', path: 'shots[].text', max: 5 },
    [{ shots: [{ text: '🎬🎬' }, { text: '🎬🎬🎬' }] }, {}],
    [[{ shots: [{ text: 'abc' }, { text: 'def' }] }, 'input.shots tooLong']],
  ],
  [
    { kind: 'sumAtMost', path: 'shots[].to', limitParam: 'm' },
    [{ shots: [{ to: 0.1 }, { to: 0.2 }], m: 1 }, { shots: [{ to: 9 }] }],
    [[{ shots: [{ to: 0.7 }, { to: 0.4 }], m: 1 }, 'input.shots outOfRange']],
  ],
  [
    { kind: 'greaterThan', path: 'shots[].to', than: 'shots[].from', maxDifference: 10 },
    [{ shots: [{ from: 1, to: 11 }, { from: 9.9, to: 19.9 }, { to: 1 }] }],
    [
      [
        {
          shots: [
            { from: 1, to: 2 },
            { from: 1, to: 1 },
          ],
        },
        'input.shots[1].to outOfRange',
      ],
      [{ shots: [{ from: 1, to: 12 }] }, 'input.shots[0].to outOfRange'],
    ],
  ],
  [
    { kind: 'greaterThan', path: 'shots[].to', than: 'shots[].from', minDifference: 0.1, maxDifference: 0.1 },
    // In binary 0.3 - 0.2 is less than 0.1, and 0.4 - 0.3 more.
    [
      {
        shots: [
          { from: 0.2, to: 0.3 },
          { from: 0.3, to: 0.4 },
        ],
      },
    ],
    [[{ shots: [{ from: 0.2, to: 0.31 }] }, 'input.shots[0].to outOfRange']],
  ],
  [
    { kind: 'greaterThan', path: 'm', than: 'n', minDifference: 10 },
    [{ m: 20, n: 10 }, { m: 5 }],
    [[{ m: 19, n: 10 }, 'input.m outOfRange']],
  ],
  [
    { kind: 'sameLength', params: ['shots', 'urls'], when: { shots: { present: true } } },
    [{ urls: links(2) }, { shots: [{}], urls: links(1) }],
    [[{ shots: [{}] }, 'input.shots differentLength']],
  ],
  [
    { kind: 'uniqueItems', path: 'shots[].text' },
    [{ shots: [{ text: 'x' }, { text: 'y' }, {}] }],
    [[{ shots: [{ text: 'x' }, { text: 'x' }] }, 'input.shots[1].text duplicateItem']],
  ],
  [
    { kind: 'forbiddenCombination', when: { flag: true, size: '4K' } },
    [{ flag: true }, { size: '4K' }],
    [[{ flag: true, size: '4K' }, 'input.flag forbiddenCombination']],
  ],
  [{ kind: 'note', text: NOTE }, [{}], []],
]

test.each(CASES)('%j', (rule, fits, refused) => {
  const more = {
    params: params.map((one) =>
      rule.kind === 'optionalIf' && one.name === 'a' ? { ...one, required: true } : one,
    ),
  }
  for (const input of fits) expect([input, outcomeOf([rule], input, more)]).toEqual([input, 'fits'])
  for (const [input, fault] of refused)
    expect([input, outcomeOf([rule], input, more)]).toEqual([input, [fault]])
})

test('every kind of rule stands in these cases', () => {
  const kinds = ruleSchema.options.map((option) => [...option.shape.kind.values][0])
  expect(new Set(CASES.map(([{ kind }]) => kind))).toEqual(new Set(kinds))
})

describe('a rule', () => {
  test('that is only advice warns and refuses nothing', () => {
    const rule: Rule = { kind: 'atLeastOne', params: ['a', 'b'], enforceable: false }
    expect(catalogOf({ params, crossField: [rule] }).check('sample', {})).toMatchObject({
      ok: true,
      warnings: [{ path: 'input.a', code: 'advice' }],
    })
  })

  test('that cannot be checked is told every time', () => {
    const note: Rule = { kind: 'note', text: NOTE }
    expect(catalogOf({ params, crossField: [note] }).check('sample', {})).toMatchObject({
      warnings: [
        { path: 'input', code: 'advice', message: 'Not checked: both pictures must have one size.' },
      ],
    })
  })

  test('by which a parameter has no effect warns whoever gave it', () => {
    const rule: Rule = { kind: 'ignoredIf', param: 'a', when: { flag: true } }
    const catalog = catalogOf({ params, crossField: [rule] })
    expect(catalog.check('sample', { a: 'x', flag: true })).toMatchObject({
      warnings: [{ path: 'input.a', code: 'ignoredParameter' }],
    })
    expect(catalog.check('sample', { flag: true })).toMatchObject({ warnings: [] })
  })

  test('says nothing about a parameter that is wrong by itself', () => {
    const rule: Rule = { kind: 'allowedValuesIf', param: 'size', values: ['1K'], when: {} }
    expect(outcomeOf([rule], { size: '9K' })).toEqual(['input.size notOneOf'])
  })

  test('finds each thing once, however many rules say it', () => {
    const twice: Rule[] = [
      { kind: 'requiredIf', param: 'a', when: { flag: true } },
      { kind: 'requiredIf', param: 'a', when: {} },
    ]
    expect(outcomeOf(twice, { flag: true })).toEqual(['input.a required'])
  })

  test('explains itself', () => {
    const rule: Rule = { kind: 'forbiddenIf', param: 'a', when: { size: { in: ['2K', '4K'] } } }
    expect(catalogOf({ params, crossField: [rule] }).check('sample', { a: 'x', size: '4K' })).toMatchObject({
      errors: [{ message: 'input.a cannot be given when size is "2K" or "4K". Take a out.' }],
    })
  })
})
