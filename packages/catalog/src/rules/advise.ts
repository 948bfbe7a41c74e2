import { type Facts, holds, isGiven, tellCondition } from '../conditions.ts'
import { renderPath } from '../render-path.ts'
import type { InputWarning } from '../results.ts'
import { judge } from './judges.ts'
import type { Rule } from './rule.ts'

/** What the caller should know although nothing is refused for it. */
export function advise(rules: readonly Rule[], facts: Facts): InputWarning[] {
  return rules.flatMap((rule) => adviseOn(rule, facts) ?? [])
}

function adviseOn(rule: Rule, facts: Facts): InputWarning | null {
  if (rule.kind === 'note') {
    return { path: 'input', code: 'advice', message: `Not checked: ${rule.text}.` }
  }
  if (rule.kind === 'ignoredIf') {
    if (!isGiven(facts.given, rule.param) || !holds(rule.when, facts)) return null
    const path = `input.${rule.param}`
    const message = `${path} has no effect when ${tellCondition(rule.when)}.`
    return { path, code: 'ignoredParameter', message }
  }
  if (rule.enforceable !== false) return null
  const problem = judge(rule, facts)
  if (problem === null) return null
  const path = renderPath(problem.path)
  return { path, code: 'advice', message: `${path} ${problem.fault.says}. KIE may refuse the job.` }
}
