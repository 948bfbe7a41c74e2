import { quoted, tellCondition } from '../conditions.ts'
import type { Words } from '../words/words.ts'
import type { Rule, RuleKind, RuleOf } from './rule.ts'

type Tell<Kind extends RuleKind> = (
  rule: RuleOf<Kind>,
  words: Words,
  when: (condition: Condition) => string,
) => string
type Condition = RuleOf<'ignoredIf'>['when']

const TELL: { [Kind in RuleKind]: Tell<Kind> } = {
  requiredIf: ({ param, value, when }, { rules }, tell) =>
    value === undefined
      ? rules.requiredWhen(param, tell(when))
      : rules.mustBeWhen(param, JSON.stringify(value), tell(when)),
  optionalIf: ({ param, when }, { rules }, tell) => rules.optionalWhen(param, tell(when)),
  forbiddenIf: ({ param, value, when }, { rules }, tell) =>
    value === undefined
      ? rules.forbiddenWhen(param, tell(when))
      : rules.valuesForbiddenWhen(param, JSON.stringify(value), tell(when)),
  ignoredIf: ({ param, when }, { rules }, tell) => rules.ignoredWhen(param, tell(when)),
  allowedValuesIf: ({ param, values, when }, { rules, expected }, tell) =>
    rules.mustBeWhen(param, expected.someOf(quoted(values)), tell(when)),
  forbiddenValuesIf: ({ param, values, when }, { rules, expected }, tell) =>
    rules.valuesForbiddenWhen(param, expected.someOf(quoted(values)), tell(when)),
  rangeIf: ({ param, min, max, when }, { rules, expected }, tell) =>
    rules.mustBeWhen(param, expected.range(min, max), tell(when)),
  defaultIf: ({ param, value, when }, { rules }, tell) =>
    rules.defaultWhen(param, JSON.stringify(value), tell(when)),
  multipleOf: ({ param, of }, { rules }) => rules.multipleOf(param, of),
  maxItemsIf: ({ param, max, when }, { rules }, tell) => rules.atMostWhen(param, max, tell(when)),
  itemCountIf: ({ param, count, when }, { rules }, tell) => rules.exactlyWhen(param, count, tell(when)),
  maxLengthIf: ({ param, max, when }, { rules }, tell) => rules.charactersWhen(param, max, tell(when)),
  maxLengthIfChinese: ({ param, max }, { rules }) => rules.charactersIfChinese(param, max),
  mutuallyExclusive: ({ groups }, { rules }) => rules.onlyOne(groups),
  exactlyOne: ({ params }, { rules }) => rules.exactlyOne(params),
  exactlyOneGroup: ({ groups }, { rules }) => rules.exactlyOneGroup(groups),
  atLeastOne: ({ params }, { rules }) => rules.atLeastOne(params),
  maxTotalItems: ({ params, max }, { rules }) => rules.itemsInAll(params, max),
  maxTotalLength: ({ path, max }, { rules }) => rules.charactersInAll(path, max),
  sumAtMost: ({ path, limitParam }, { rules }) => rules.sumInAll(path, limitParam),
  greaterThan: ({ path, than, minDifference, maxDifference }, { rules, expected }) =>
    rules.mustBe(path, expected.greaterThan(than, minDifference, maxDifference)),
  sameLength: ({ params }, { rules }) => rules.sameLength(params),
  uniqueItems: ({ path }, { rules }) => rules.allDifferent(path),
  forbiddenCombination: ({ when }, { rules }, tell) => rules.notAllAtOnce(tell(when)),
  note: ({ text }, { pick }) => pick(text),
}

/** A rule as a sentence without its full stop. */
export function tellRule(rule: Rule, words: Words): string {
  const when = (condition: Condition) => tellCondition(condition, words)
  const told = (TELL[rule.kind] as Tell<RuleKind>)(rule, words, when)
  return rule.enforceable === false ? words.rules.notEnforced(told) : told
}
