import { describe, expect, test } from '@jest/globals'
import { ceilingOf, judgeBudget } from './judge-budget.ts'

const prices = (dearest: number | null) => ({ dearestPrice: () => dearest })

describe('the budget of a key', () => {
  test('lets every job pass where there is none', () => {
    expect(judgeBudget(null, null, 'en')).toBeNull()
    expect(judgeBudget(1_000_000, null, 'en')).toBeNull()
  })

  test.each([
    [10, 10, null],
    [10.5, 10, 'overBudget'],
    [null, 10, 'priceUnknown'],
  ])('a job of at most %p credits under %p is %p', (ceiling, budget, code) => {
    expect(judgeBudget(ceiling, budget, 'en')?.code ?? null).toBe(code)
  })
})

describe('the most that a job may cost', () => {
  test("is the quote's upper end, or the dearest price of its model", () => {
    expect(ceilingOf({ min: 1, max: 7 }, 'm', prices(50))).toBe(7)
    expect(ceilingOf('unknown', 'm', prices(50))).toBe(50)
    expect(ceilingOf('unknown', 'm', prices(null))).toBeNull()
  })
})
