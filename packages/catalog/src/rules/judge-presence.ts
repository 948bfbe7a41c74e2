import { type Facts, holds, isGiven, tellCondition } from '../conditions.ts'
import type { Problem } from '../fault.ts'
import type { RuleOf } from './rule.ts'

export function judgeRequiredIf(rule: RuleOf<'requiredIf'>, facts: Facts): Problem | null {
  const { param, value } = rule
  const present = facts.values[param]
  if (!holds(rule.when, facts) || (value === undefined ? present !== undefined : present === value))
    return null
  const told = tellCondition(rule.when)
  const expected = value === undefined ? `a value when ${told}` : `${JSON.stringify(value)} when ${told}`
  const says = value === undefined ? `is required when ${told}` : `must be ${expected}`
  const hint = value === undefined ? 'Give it a value; an empty one counts as none.' : 'Send that value.'
  return { path: [param], fault: { code: 'required', says, expected, hint } }
}

export function judgeOptionalIf({ param, when }: RuleOf<'optionalIf'>, facts: Facts): Problem | null {
  if (facts.values[param] !== undefined || holds(when, facts)) return null
  const exception = tellCondition(when)
  return {
    path: [param],
    fault: {
      code: 'required',
      says: `is required unless ${exception}`,
      expected: `a value unless ${exception}`,
      hint: 'Give it a value; an empty one counts as none.',
    },
  }
}

export function judgeForbiddenIf(rule: RuleOf<'forbiddenIf'>, facts: Facts): Problem | null {
  const { param, value } = rule
  const present = facts.values[param]
  if (present === undefined || !holds(rule.when, facts)) return null
  const told = tellCondition(rule.when)
  if (value === undefined) {
    const says = `cannot be given when ${told}`
    const expected = `nothing when ${told}`
    return {
      path: [param],
      fault: { code: 'forbiddenParameter', says, expected, hint: `Take ${param} out.` },
    }
  }
  if (present !== value) return null
  const says = `cannot be ${JSON.stringify(value)} when ${told}`
  const expected = `another value when ${told}`
  return { path: [param], fault: { code: 'forbiddenValue', says, expected, hint: 'Choose another value.' } }
}

export function judgeMutuallyExclusive(
  { groups }: RuleOf<'mutuallyExclusive'>,
  { given }: Facts,
): Problem | null {
  return excess(namedGroups(groups, given), groups)
}

export function judgeExactlyOne({ params }: RuleOf<'exactlyOne'>, { given }: Facts): Problem | null {
  const present = params.filter((name) => isGiven(given, name))
  if (present.length === 0) return missing(params, 'exactly one')
  const groups = params.map((name) => [name])
  return excess(
    present.map((name) => [name]),
    groups,
  )
}

export function judgeExactlyOneGroup(
  { groups }: RuleOf<'exactlyOneGroup'>,
  { given }: Facts,
): Problem | null {
  const [first, ...others] = namedGroups(groups, given)
  if (first === undefined) return missing(groups.map(nameGroup), 'exactly one')
  if (others.length > 0) return excess([first, ...others], groups)
  const whole = groups.find((group) => first.every((name) => group.includes(name))) ?? first
  const absent = whole.find((name) => !isGiven(given, name))
  if (absent === undefined) return null
  const says = `is required together with ${first.join(', ')}`
  return {
    path: [absent],
    fault: { code: 'required', says, expected: nameGroup(whole), hint: 'Give it a value.' },
  }
}

export function judgeAtLeastOne({ params }: RuleOf<'atLeastOne'>, { given }: Facts): Problem | null {
  return params.some((name) => isGiven(given, name)) ? null : missing(params, 'at least one')
}

/** Of each group that is given, what of it is given. */
function namedGroups(groups: readonly string[][], given: Record<string, unknown>): string[][] {
  return groups
    .map((group) => group.filter((name) => isGiven(given, name)))
    .filter((group) => group.length > 0)
}

function nameGroup(group: readonly string[]): string {
  return group.join(' with ')
}

function missing(names: readonly string[], howMany: string): Problem {
  const expected = `${howMany} of ${names.join(', ')}`
  const path = [names[0]?.split(' ')[0] ?? '']
  return {
    path,
    fault: { code: 'required', says: `is missing: the model needs ${expected}`, expected, hint: 'Add one.' },
  }
}

/** The fault lies at the first parameter of the second group: taking that group out mends it. */
function excess(present: readonly string[][], groups: readonly string[][]): Problem | null {
  const [first, second] = present
  const at = second?.[0]
  if (first === undefined || second === undefined || at === undefined) return null
  const names = groups.map((group) => group.join(', ')).join(' or ')
  return {
    path: [at],
    fault: {
      code: 'exclusiveParameters',
      says: `cannot be given together with ${first.join(', ')}`,
      expected: `only one of: ${names}`,
      hint: `Keep ${first.join(', ')} or ${second.join(', ')}.`,
    },
  }
}
