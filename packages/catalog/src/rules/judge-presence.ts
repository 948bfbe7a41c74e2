import { type Facts, holds, isGiven, tellCondition } from '../conditions.ts'
import type { Problem } from '../fault.ts'
import type { Say } from '../words/words.ts'
import type { RuleOf } from './rule.ts'

export function judgeRequiredIf(rule: RuleOf<'requiredIf'>, facts: Facts): Problem | null {
  const { param, value, when } = rule
  const present = facts.values[param]
  if (!holds(when, facts) || (value === undefined ? present !== undefined : present === value)) return null
  if (value === undefined) {
    return {
      path: [param],
      fault: {
        code: 'required',
        says: (words, at) => words.faults.requiredWhen(at, tellCondition(when, words)),
        expected: (words) => words.expected.when(words.expected.value, tellCondition(when, words)),
        hint: ({ hints }) => hints.giveValue,
      },
    }
  }
  const expected: Say = (words) => words.expected.when(JSON.stringify(value), tellCondition(when, words))
  return {
    path: [param],
    fault: {
      code: 'required',
      says: (words, at) => words.faults.mustBe(at, expected(words)),
      expected,
      hint: ({ hints }) => hints.sendThatValue,
    },
  }
}

export function judgeOptionalIf({ param, when }: RuleOf<'optionalIf'>, facts: Facts): Problem | null {
  if (facts.values[param] !== undefined || holds(when, facts)) return null
  return {
    path: [param],
    fault: {
      code: 'required',
      says: (words, at) => words.faults.requiredUnless(at, tellCondition(when, words)),
      expected: (words) => words.expected.unless(words.expected.value, tellCondition(when, words)),
      hint: ({ hints }) => hints.giveValue,
    },
  }
}

export function judgeForbiddenIf(rule: RuleOf<'forbiddenIf'>, facts: Facts): Problem | null {
  const { param, value, when } = rule
  const present = facts.values[param]
  if (present === undefined || !holds(when, facts)) return null
  if (value === undefined) {
    return {
      path: [param],
      fault: {
        code: 'forbiddenParameter',
        says: (words, at) => words.faults.forbiddenWhen(at, tellCondition(when, words)),
        expected: (words) => words.expected.when(words.expected.nothing, tellCondition(when, words)),
        hint: ({ hints }) => hints.leaveOut(param),
      },
    }
  }
  if (present !== value) return null
  const said = JSON.stringify(value)
  return {
    path: [param],
    fault: {
      code: 'forbiddenValue',
      says: (words, at) => words.faults.valueForbiddenWhen(at, said, tellCondition(when, words)),
      expected: (words) => words.expected.when(words.expected.anotherValue, tellCondition(when, words)),
      hint: ({ hints }) => hints.anotherValue,
    },
  }
}

export function judgeMutuallyExclusive(
  { groups }: RuleOf<'mutuallyExclusive'>,
  { given }: Facts,
): Problem | null {
  return excess(namedGroups(groups, given), groups)
}

export function judgeExactlyOne({ params }: RuleOf<'exactlyOne'>, { given }: Facts): Problem | null {
  const present = params.filter((name) => isGiven(given, name))
  if (present.length === 0) return missing(params[0], ({ expected }) => expected.exactlyOneOf(params))
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
  if (first === undefined) {
    return missing(groups[0]?.[0], ({ expected }) => expected.exactlyOneOf(groups.map(expected.group)))
  }
  if (others.length > 0) return excess([first, ...others], groups)
  const whole = groups.find((group) => first.every((name) => group.includes(name))) ?? first
  const absent = whole.find((name) => !isGiven(given, name))
  if (absent === undefined) return null
  return {
    path: [absent],
    fault: {
      code: 'required',
      says: ({ faults }, at) => faults.requiredWith(at, first),
      expected: ({ expected }) => expected.group(whole),
      hint: ({ hints }) => hints.giveItToo,
    },
  }
}

export function judgeAtLeastOne({ params }: RuleOf<'atLeastOne'>, { given }: Facts): Problem | null {
  return params.some((name) => isGiven(given, name))
    ? null
    : missing(params[0], ({ expected }) => expected.atLeastOneOf(params))
}

/** Of each group that is given, what of it is given. */
function namedGroups(groups: readonly string[][], given: Record<string, unknown>): string[][] {
  return groups
    .map((group) => group.filter((name) => isGiven(given, name)))
    .filter((group) => group.length > 0)
}

function missing(first: string | undefined, expected: Say): Problem {
  return {
    path: [first ?? ''],
    fault: {
      code: 'required',
      says: (words, at) => words.faults.missing(at, expected(words)),
      expected,
      hint: ({ hints }) => hints.addOne,
    },
  }
}

/** The fault lies at the first parameter of the second group: taking that group out mends it. */
function excess(present: readonly string[][], groups: readonly string[][]): Problem | null {
  const [first, second] = present
  const at = second?.[0]
  if (first === undefined || second === undefined || at === undefined) return null
  return {
    path: [at],
    fault: {
      code: 'exclusiveParameters',
      says: ({ faults }, where) => faults.exclusive(where, first),
      expected: ({ expected }) => expected.onlyOneOf(groups.map((group) => group.join(', '))),
      hint: ({ hints }) => hints.keepEither(first, second),
    },
  }
}
