import { describe, expect, test } from '@jest/globals'
import { createAdder } from '@kiln/preflight'
import { inkFor } from './ink.ts'
import { renderCost } from './money.ts'
import { renderTable } from './table.ts'
import { renderTotal } from './total.ts'
import { renderVerdict } from './verdict.ts'
import { ENGLISH } from '../words/english.ts'

const ink = inkFor({})

describe('what a person reads', () => {
  test.each([
    [{ min: 1, max: 1 }, '1 credit, 0.005 USD'],
    [{ min: 8, max: 8 }, '8 credits, 0.04 USD'],
    [{ min: 10, max: 40 }, '10-40 credits, 0.05-0.2 USD'],
    ['unknown' as const, 'price unknown'],
  ])('the cost %j is "%s"', (cost, text) => {
    expect(renderCost(cost, ENGLISH)).toBe(text)
  })

  test('columns stand below each other', () => {
    expect(renderTable([['a', 'bb', 'c'], ['aaa', 'b', ''], ['a']])).toBe('a    bb  c\naaa  b\na\n')
  })

  test('columns stand below each other where characters are twice as wide', () => {
    expect(
      renderTable([
        ['中文（URL）', 'x'],
        ['abc', 'x'],
      ]),
    ).toBe('中文（URL）  x\nabc          x\n')
  })

  test('nothing that a caller wrote commands the terminal', () => {
    const text = renderVerdict(
      {
        ok: false,
        line: 1,
        customId: 'a\u001b[31m\u202eb',
        errors: [
          {
            path: 'x\u0007',
            code: 'unknownField',
            message: 'x\u001b is no field.',
            expected: null,
            hint: null,
          },
        ],
      },
      ink,
      ENGLISH,
    )
    expect(text).not.toMatch(/[^\P{C}\n]/u)
  })

  test('a total with a line of unknown price says how much of it is known', () => {
    const adder = createAdder()
    const good = { ok: true as const, customId: null, warnings: [] }
    adder.add({ ...good, line: 1, model: 'm', credits: { min: 8, max: 8 } })
    adder.add({ ...good, line: 2, model: 'u', credits: 'unknown' })
    const total = { ...adder.total(), budget: { credits: 100, verdict: 'unknown' as const } }
    expect(renderTotal(total, ink, ENGLISH)).toBe(
      '  1 ×  m  8 credits, 0.04 USD\n' +
        '  1 ×  u  price unknown\n' +
        'Total price unknown\n' +
        '  known for 1 of 2: 8 credits, 0.04 USD\n' +
        'A budget of 100 credits may or may not be enough: a price is unknown.\n' +
        'All 2 jobs are good.\n',
    )
  })

  test('colours stand on a terminal alone', () => {
    expect(inkFor({ isTTY: false }).red('x')).toBe('x')
    expect(inkFor({}).red('x')).toBe('x')
  })
})
