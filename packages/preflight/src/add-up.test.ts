import { describe, expect, test } from '@jest/globals'
import { createAdder } from './add-up.ts'
import { judgeBudget } from './judge-budget.ts'
import type { LineVerdict } from './judge-lines.ts'

const good = (line: number, credits: { min: number; max: number } | 'unknown', model = 'm'): LineVerdict => ({
  ok: true,
  line,
  customId: null,
  model,
  credits,
  warnings: [],
})
const bad = (line: number, errors = 1): LineVerdict => ({
  ok: false,
  line,
  customId: `c${line}`,
  errors: Array.from({ length: errors }, () => ({
    path: 'input.prompt',
    code: 'required',
    message: 'is missing',
    expected: null,
    hint: null,
  })),
})
const warned = (line: number) => {
  const warnings = [{ path: 'input', code: 'advice', message: `warning ${line}` }]
  return { ...good(line, 'unknown'), warnings } as LineVerdict
}
function totalOf(verdicts: LineVerdict[]) {
  const adder = createAdder()
  for (const verdict of verdicts) adder.add(verdict)
  return adder.total()
}

describe('adding up', () => {
  test('a total with a line of unknown price is unknown, and says how much of it is known', () => {
    const total = totalOf([
      good(1, { min: 0.8, max: 0.8 }),
      good(2, 'unknown', 'u'),
      good(3, { min: 8, max: 18 }),
    ])
    expect(total).toMatchObject({
      ok: true,
      counts: { lines: 3, valid: 3, invalid: 0, unpriced: 1 },
      credits: 'unknown',
      usd: 'unknown',
      priced: { lines: 2, credits: { min: 8.8, max: 18.8 }, usd: { min: 0.044, max: 0.094 } },
      models: [
        { model: 'm', lines: 2, credits: { min: 8.8, max: 18.8 } },
        { model: 'u', lines: 1, credits: 'unknown', usd: 'unknown' },
      ],
    })
  })

  test('carries no noise of binary fractions', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => good(at + 1, { min: 0.1, max: 0.7 }))
    expect(totalOf(lines).credits).toEqual({ min: 1_000, max: 7_000 })
  })

  test('without a good line costs nothing, for nothing would be sent', () => {
    expect(totalOf([bad(1)])).toMatchObject({ ok: false, credits: { min: 0, max: 0 }, models: [] })
  })

  test('ends a long list of bad lines, and says how many more there are', () => {
    const total = totalOf(Array.from({ length: 5_000 }, (_, at) => bad(at + 1, 3)))
    expect(total.counts.invalid).toBe(5_000)
    expect(total.badLines).toHaveLength(334)
    expect(total.badLinesOmitted).toBe(5_000 - 334)
  })

  test('says how many warnings found no room', () => {
    const total = totalOf(Array.from({ length: 130 }, (_, at) => warned(at + 1)))
    expect(total.warnings).toHaveLength(100)
    expect(total.warningsOmitted).toBe(30)
  })

  test('tells each warning once, with its lines', () => {
    const warnings = [{ path: 'model', code: 'legacyModel', message: 'm may be refused.' }]
    const total = totalOf([2, 3, 7].map((line) => ({ ...good(line, 'unknown'), warnings }) as LineVerdict))
    expect(total.warnings).toEqual([{ ...warnings[0], lines: 3, firstLine: 2 }])
  })
})

describe('a budget', () => {
  const known = { lines: 1, credits: { min: 10, max: 20 }, usd: { min: 0, max: 0 } }
  test.each([
    [20, { min: 10, max: 20 }, 'fits'],
    [19, { min: 10, max: 20 }, 'mayExceed'],
    [10, { min: 10, max: 20 }, 'mayExceed'],
    [9, { min: 10, max: 20 }, 'exceeds'],
    [1_000, 'unknown' as const, 'unknown'],
    [9, 'unknown' as const, 'exceeds'],
  ])('of %d for %j %s', (budget, credits, verdict) => {
    expect(judgeBudget(budget, { credits, priced: known })).toBe(verdict)
  })
})
