import { type Facts, holds, isGiven, tellCondition } from '../conditions.ts'
import type { Remark } from '../fault.ts'
import { renderPath } from '../render-path.ts'
import { judge } from './judges.ts'
import type { Rule } from './rule.ts'

/** What the caller should know although nothing is refused for it. */
export function advise(rules: readonly Rule[], facts: Facts): Remark[] {
  return rules.flatMap((rule) => adviseOn(rule, facts) ?? [])
}

function adviseOn(rule: Rule, facts: Facts): Remark | null {
  if (rule.kind === 'note') {
    const { text } = rule
    return { path: 'input', code: 'advice', says: ({ warnings, pick }) => warnings.notChecked(pick(text)) }
  }
  if (rule.kind === 'ignoredIf') {
    if (!isGiven(facts.given, rule.param) || !holds(rule.when, facts)) return null
    const path = `input.${rule.param}`
    const says: Remark['says'] = (words) => words.warnings.ignoredWhen(path, tellCondition(rule.when, words))
    return { path, code: 'ignoredParameter', says }
  }
  if (rule.enforceable !== false) return null
  const problem = judge(rule, facts)
  if (problem === null) return null
  const path = renderPath(problem.path)
  const says: Remark['says'] = (words) =>
    words.both(problem.fault.says(words, path), words.warnings.mayBeRefused)
  return { path, code: 'advice', says }
}
