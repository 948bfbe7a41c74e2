import type { Facts } from '../conditions.ts'
import type { Problem } from '../fault.ts'
import {
  judgeAtLeastOne,
  judgeExactlyOne,
  judgeExactlyOneGroup,
  judgeForbiddenIf,
  judgeMutuallyExclusive,
  judgeOptionalIf,
  judgeRequiredIf,
} from './judge-presence.ts'
import {
  judgeChineseLength,
  judgeItemCount,
  judgeMaxItems,
  judgeMaxLength,
  judgeSameLength,
  judgeTotalItems,
  judgeTotalLength,
  judgeUnique,
} from './judge-sizes.ts'
import {
  judgeAllowedValues,
  judgeCombination,
  judgeForbiddenValues,
  judgeGreaterThan,
  judgeMultipleOf,
  judgeRange,
  judgeSum,
} from './judge-values.ts'
import type { Rule, RuleKind, RuleOf } from './rule.ts'

type Judge<Kind extends RuleKind> = (rule: RuleOf<Kind>, facts: Facts) => Problem | null

/** Nothing to refuse: the kind fills in (`fill-defaults.ts`) or advises (`advise.ts`). */
const pass = () => null

/** The input may still hold wrong values: a judge looks only at those it understands. */
const JUDGES: { [Kind in RuleKind]: Judge<Kind> } = {
  requiredIf: judgeRequiredIf,
  optionalIf: judgeOptionalIf,
  forbiddenIf: judgeForbiddenIf,
  ignoredIf: pass,
  allowedValuesIf: judgeAllowedValues,
  forbiddenValuesIf: judgeForbiddenValues,
  rangeIf: judgeRange,
  defaultIf: pass,
  multipleOf: judgeMultipleOf,
  maxItemsIf: judgeMaxItems,
  itemCountIf: judgeItemCount,
  maxLengthIf: judgeMaxLength,
  maxLengthIfChinese: judgeChineseLength,
  mutuallyExclusive: judgeMutuallyExclusive,
  exactlyOne: judgeExactlyOne,
  exactlyOneGroup: judgeExactlyOneGroup,
  atLeastOne: judgeAtLeastOne,
  maxTotalItems: judgeTotalItems,
  maxTotalLength: judgeTotalLength,
  sumAtMost: judgeSum,
  greaterThan: judgeGreaterThan,
  sameLength: judgeSameLength,
  uniqueItems: judgeUnique,
  forbiddenCombination: judgeCombination,
  note: pass,
}

export function judge(rule: Rule, facts: Facts): Problem | null {
  // The table pairs each kind with its own judge, which TypeScript cannot follow through a union.
  return (JUDGES[rule.kind] as Judge<RuleKind>)(rule, facts)
}

/** What the enforced rules find, each thing once. */
export function judgeAll(rules: readonly Rule[], facts: Facts): Problem[] {
  const found = new Map<string, Problem>()
  for (const rule of rules) {
    const problem = rule.enforceable === false ? null : judge(rule, facts)
    if (problem === null) continue
    const key = `${problem.path.join('.')} ${problem.fault.code}`
    if (!found.has(key)) found.set(key, problem)
  }
  return [...found.values()]
}
