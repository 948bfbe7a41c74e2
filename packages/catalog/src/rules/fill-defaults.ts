import { type Facts, holds, type Scalar } from '../conditions.ts'
import type { ModelFile } from '../model-file.ts'
import { judge } from './judges.ts'
import type { Rule } from './rule.ts'

type Filled = Pick<ModelFile, 'params' | 'crossField'>

/**
 * What the caller gave with the defaults that may be sent beside it. A rule can change a default and
 * keep one out; rules see all defaults at once, so that the order of parameters decides nothing.
 */
export function fillDefaults(model: Filled, given: Record<string, unknown>): Record<string, unknown> {
  const defaults = plainDefaults(model)
  const facts: Facts = { given, values: { ...defaults, ...given } }
  const filled: Record<string, unknown> = { ...given }
  for (const { name } of model.params) {
    if (given[name] !== undefined) continue
    const value = conditionalDefault(model.crossField, name, facts) ?? defaults[name]
    if (value !== undefined && !isRefused(model.crossField, name, value, facts)) filled[name] = value
  }
  return filled
}

export function plainDefaults({ params }: Pick<ModelFile, 'params'>): Record<string, Scalar> {
  const defaults: Record<string, Scalar> = {}
  for (const parameter of params) {
    if (parameter.default !== undefined) defaults[parameter.name] = parameter.default
  }
  return defaults
}

function conditionalDefault(rules: readonly Rule[], name: string, facts: Facts): Scalar | undefined {
  for (const rule of rules) {
    if (rule.kind === 'defaultIf' && rule.param === name && holds(rule.when, facts)) return rule.value
  }
  return undefined
}

/** Whether a rule would refuse the job for a value that the caller did not choose. */
function isRefused(rules: readonly Rule[], name: string, value: Scalar, { given, values }: Facts): boolean {
  return rules.some(
    (rule) =>
      REFUSING.has(rule.kind) &&
      'param' in rule &&
      rule.param === name &&
      rule.enforceable !== false &&
      judge(rule, { given, values: { ...values, [name]: value } }) !== null,
  )
}

const REFUSING: ReadonlySet<Rule['kind']> = new Set([
  'forbiddenIf',
  'allowedValuesIf',
  'forbiddenValuesIf',
  'rangeIf',
])
