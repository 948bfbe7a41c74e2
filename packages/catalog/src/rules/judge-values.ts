import { type Facts, holds, quoted, tellCondition } from '../conditions.ts'
import { type Fault, mismatch, nameReceived, type Problem } from '../fault.ts'
import type { Say } from '../words/words.ts'
import { pairsAt, parameterOf, valuesAt } from '../value-path.ts'
import type { RuleOf } from './rule.ts'

export function judgeAllowedValues(rule: RuleOf<'allowedValuesIf'>, facts: Facts): Problem | null {
  const { param, values, when } = rule
  const value = facts.values[param]
  if (value === undefined || !holds(when, facts) || values.some((one) => one === value)) return null
  const expected: Say = (words) =>
    words.expected.when(words.expected.someOf(quoted(values)), tellCondition(when, words))
  return at(
    param,
    mismatch('notOneOf', expected, nameReceived(value), ({ hints }) => hints.useListed),
  )
}

export function judgeForbiddenValues(rule: RuleOf<'forbiddenValuesIf'>, facts: Facts): Problem | null {
  const { param, values, when } = rule
  const value = facts.values[param]
  if (!values.some((one) => one === value) || !holds(when, facts)) return null
  const received = nameReceived(value)
  return at(param, {
    code: 'forbiddenValue',
    says: (words, where) =>
      words.faults.valueForbiddenWhen(where, received(words), tellCondition(when, words)),
    expected: (words) =>
      words.expected.when(words.expected.anotherValueThan(quoted(values)), tellCondition(when, words)),
    hint: ({ hints }) => hints.anotherValue,
  })
}

export function judgeRange(rule: RuleOf<'rangeIf'>, facts: Facts): Problem | null {
  const number = numberOf(facts.values[rule.param])
  if (number === null || !holds(rule.when, facts)) return null
  const { min, max, when } = rule
  if (number >= (min ?? -Infinity) && number <= (max ?? Infinity)) return null
  const expected: Say = (words) =>
    words.expected.when(words.expected.range(min, max), tellCondition(when, words))
  return at(
    rule.param,
    mismatch('outOfRange', expected, nameReceived(number), ({ hints }) => hints.withinRange),
  )
}

export function judgeMultipleOf({ param, of }: RuleOf<'multipleOf'>, { values }: Facts): Problem | null {
  const number = numberOf(values[param])
  if (number === null || number % of === 0) return null
  return at(
    param,
    mismatch(
      'offStep',
      ({ expected }) => expected.multipleOf(of),
      nameReceived(number),
      ({ hints }) => hints.roundTo(of),
    ),
  )
}

export function judgeGreaterThan(rule: RuleOf<'greaterThan'>, { values }: Facts): Problem | null {
  for (const { path, left, right } of pairsAt(values, rule.path, rule.than)) {
    const number = numberOf(left)
    const than = numberOf(right)
    if (number === null || than === null) continue
    const difference = tidy(number - than)
    const { minDifference, maxDifference } = rule
    const isEnough = minDifference === undefined ? difference > 0 : difference >= minDifference
    if (isEnough && difference <= (maxDifference ?? Infinity)) continue
    const expected: Say = (words) => words.expected.greaterThan(rule.than, minDifference, maxDifference)
    const got: Say = (words) => words.got.numberOver(number, than)
    return { path, fault: mismatch('outOfRange', expected, got, ({ hints }) => hints.moveOne) }
  }
  return null
}

export function judgeSum({ path, limitParam }: RuleOf<'sumAtMost'>, { values }: Facts): Problem | null {
  const limit = numberOf(values[limitParam])
  const numbers = valuesAt(values, path)
    .map(numberOf)
    .filter((one) => one !== null)
  const sum = tidy(numbers.reduce((total, one) => total + one, 0))
  if (limit === null || sum <= limit) return null
  const expected: Say = (words) => words.expected.sumInAll(limit, path, limitParam)
  return at(parameterOf(path), {
    code: 'outOfRange',
    says: (words, where) => words.faults.tooMuch(where, expected(words), sum),
    expected,
    hint: ({ hints }) => hints.takeOff(tidy(sum - limit)),
  })
}

export function judgeCombination(rule: RuleOf<'forbiddenCombination'>, facts: Facts): Problem | null {
  const { when } = rule
  if (!holds(when, facts)) return null
  const [first = ''] = Object.keys(when)
  return at(first, {
    code: 'forbiddenCombination',
    says: (words, where) => words.faults.badCombination(where, tellCondition(when, words)),
    expected: (words) => words.expected.notAllAtOnce(tellCondition(when, words)),
    hint: ({ hints }) => hints.changeOne,
  })
}

/** Sums of decimals carry the noise of binary fractions: 19.9 - 9.9 is not quite 10. */
function tidy(number: number): number {
  return Math.round(number * 1e6) / 1e6
}

/** Numbers come as numbers or as the text that a model wants. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,9})?$/.test(value)) return null
  return Number(value)
}

function at(name: string, fault: Fault): Problem {
  return { path: [name], fault }
}
