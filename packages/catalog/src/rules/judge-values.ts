import { type Facts, holds, tellCondition, tellValues } from '../conditions.ts'
import { type Fault, mismatch, nameReceived, type Problem } from '../fault.ts'
import { pairsAt, parameterOf, valuesAt } from '../value-path.ts'
import type { RuleOf } from './rule.ts'

export function judgeAllowedValues(rule: RuleOf<'allowedValuesIf'>, facts: Facts): Problem | null {
  const value = facts.values[rule.param]
  if (value === undefined || !holds(rule.when, facts) || rule.values.some((one) => one === value)) return null
  const expected = `${tellValues(rule.values)} when ${tellCondition(rule.when)}`
  return at(rule.param, mismatch('notOneOf', expected, nameReceived(value), 'Use one of these values.'))
}

export function judgeForbiddenValues(rule: RuleOf<'forbiddenValuesIf'>, facts: Facts): Problem | null {
  const value = facts.values[rule.param]
  if (!rule.values.some((one) => one === value) || !holds(rule.when, facts)) return null
  const told = tellCondition(rule.when)
  return at(rule.param, {
    code: 'forbiddenValue',
    says: `cannot be ${nameReceived(value)} when ${told}`,
    expected: `another value than ${tellValues(rule.values)} when ${told}`,
    hint: 'Choose another value.',
  })
}

export function judgeRange(rule: RuleOf<'rangeIf'>, facts: Facts): Problem | null {
  const number = numberOf(facts.values[rule.param])
  if (number === null || !holds(rule.when, facts)) return null
  const { min = -Infinity, max = Infinity } = rule
  if (number >= min && number <= max) return null
  const expected = `${nameRange(rule)} when ${tellCondition(rule.when)}`
  return at(rule.param, mismatch('outOfRange', expected, String(number), 'Choose a value within the range.'))
}

export function nameRange({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  if (min === undefined) return `at most ${max}`
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`
}

export function judgeMultipleOf({ param, of }: RuleOf<'multipleOf'>, { values }: Facts): Problem | null {
  const number = numberOf(values[param])
  if (number === null || number % of === 0) return null
  return at(
    param,
    mismatch('offStep', `a multiple of ${of}`, String(number), `Round it to a multiple of ${of}.`),
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
    const expected = nameDifference(rule)
    const got = `${number} over ${than}`
    return { path, fault: mismatch('outOfRange', expected, got, 'Move the one or the other.') }
  }
  return null
}

export function nameDifference({ than, minDifference, maxDifference }: RuleOf<'greaterThan'>): string {
  const lowest = minDifference === undefined ? 'greater than' : `at least ${minDifference} more than`
  const highest = maxDifference === undefined ? '' : ` and at most ${maxDifference} more`
  return `${lowest} ${than}${highest}`
}

export function judgeSum({ path, limitParam }: RuleOf<'sumAtMost'>, { values }: Facts): Problem | null {
  const limit = numberOf(values[limitParam])
  const numbers = valuesAt(values, path)
    .map(numberOf)
    .filter((one) => one !== null)
  const sum = tidy(numbers.reduce((total, one) => total + one, 0))
  if (limit === null || sum <= limit) return null
  const expected = `at most ${limit} in all of ${path} together, as ${limitParam} says`
  const says = `must hold ${expected}, got ${sum}`
  return at(parameterOf(path), {
    code: 'outOfRange',
    says,
    expected,
    hint: `Take off ${tidy(sum - limit)}.`,
  })
}

export function judgeCombination(rule: RuleOf<'forbiddenCombination'>, facts: Facts): Problem | null {
  if (!holds(rule.when, facts)) return null
  const told = tellCondition(rule.when)
  const [first = ''] = Object.keys(rule.when)
  return at(first, {
    code: 'forbiddenCombination',
    says: `cannot be combined like this: ${told}`,
    expected: `not all at once: ${told}`,
    hint: 'Change one of them.',
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
