import { type Condition, type Scalar, tellCondition, tellValues } from '../conditions.ts'
import { nameDifference, nameRange } from './judge-values.ts'
import type { Rule, RuleKind, RuleOf } from './rule.ts'

type Words<Kind extends RuleKind> = (rule: RuleOf<Kind>) => string

const WORDS: { [Kind in RuleKind]: Words<Kind> } = {
  requiredIf: ({ param, value, when }) =>
    value === undefined
      ? `${param} is required when ${tellCondition(when)}`
      : `${param} must be ${JSON.stringify(value)} when ${tellCondition(when)}`,
  optionalIf: ({ param, when }) => `${param} may be left out when ${tellCondition(when)}`,
  forbiddenIf: ({ param, value, when }) =>
    value === undefined
      ? `${param} cannot be given when ${tellCondition(when)}`
      : tellForbidden(param, [value], when),
  ignoredIf: ({ param, when }) => `${param} has no effect when ${tellCondition(when)}`,
  allowedValuesIf: ({ param, values, when }) =>
    `${param} must be ${tellValues(values)} when ${tellCondition(when)}`,
  forbiddenValuesIf: ({ param, values, when }) => tellForbidden(param, values, when),
  rangeIf: (rule) => `${rule.param} must be ${nameRange(rule)} when ${tellCondition(rule.when)}`,
  defaultIf: ({ param, value, when }) =>
    `${param} is ${JSON.stringify(value)} by default when ${tellCondition(when)}`,
  multipleOf: ({ param, of }) => `${param} must be a multiple of ${of}`,
  maxItemsIf: ({ param, max, when }) => `${param} holds at most ${max} when ${tellCondition(when)}`,
  itemCountIf: ({ param, count, when }) => `${param} holds exactly ${count} when ${tellCondition(when)}`,
  maxLengthIf: ({ param, max, when }) =>
    `${param} holds at most ${max} characters when ${tellCondition(when)}`,
  maxLengthIfChinese: ({ param, max }) => `${param} holds at most ${max} characters when it is Chinese`,
  mutuallyExclusive: ({ groups }) => `only one of these may be given: ${tellGroups(groups)}`,
  exactlyOne: ({ params }) => `exactly one of ${params.join(', ')} must be given`,
  exactlyOneGroup: ({ groups }) => `exactly one of these must be given, and all of it: ${tellGroups(groups)}`,
  atLeastOne: ({ params }) => `at least one of ${params.join(', ')} must be given`,
  maxTotalItems: ({ params, max }) => `${params.join(', ')} hold at most ${max} together`,
  maxTotalLength: ({ path, max }) => `all ${path} hold at most ${max} characters together`,
  sumAtMost: ({ path, limitParam }) => `all ${path} come to at most ${limitParam} together`,
  greaterThan: (rule) => `${rule.path} must be ${nameDifference(rule)}`,
  sameLength: ({ params }) => `${params.join(' and ')} must hold equally many`,
  uniqueItems: ({ path }) => `every ${path} must be different`,
  forbiddenCombination: ({ when }) => `not all at once: ${tellCondition(when)}`,
  note: ({ text }) => text,
}

/** A rule as a sentence without its full stop. */
export function tellRule(rule: Rule): string {
  const told = (WORDS[rule.kind] as Words<RuleKind>)(rule)
  return rule.enforceable === false ? `${told} (not enforced by kiln)` : told
}

function tellForbidden(param: string, values: readonly Scalar[], when: Condition): string {
  return `${param} cannot be ${tellValues(values)} when ${tellCondition(when)}`
}

function tellGroups(groups: readonly string[][]): string {
  return groups.map((group) => group.join(' with ')).join('; or ')
}
