import { type Facts, holds, type Scalar } from '../conditions.ts'
import type { ModelFile } from '../model-file.ts'
import { putKey } from '../put-key.ts'
import { judge } from './judges.ts'
import type { Rule, RuleOf } from './rule.ts'

type Fill = (given: Record<string, unknown>) => Record<string, unknown>

/** One parameter that may be filled in, and the rules that have a say in it. */
interface Filling {
  name: string
  fallback: Scalar | undefined
  rules: readonly Rule[]
}

/**
 * Adds to what the caller gave the defaults that may be sent beside it. A rule can change a default and
 * keep one out; rules see all defaults at once, so that the order of parameters decides nothing.
 */
export function planDefaults(model: Pick<ModelFile, 'params' | 'crossField'>): Fill {
  const defaults = plainDefaults(model)
  const fillings = fillingsOf(model, defaults)
  const names = new Set(fillings.map(({ name }) => name))
  return (given) => {
    // Written anew in the order of the parameters: objects of one shape are read several times faster.
    const filled: Record<string, unknown> = {}
    let facts: Facts | null = null
    let known = 0
    for (const { name, fallback, rules } of fillings) {
      let value = given[name]
      if (value !== undefined) known += 1
      else if (rules.length === 0) value = fallback
      else {
        facts ??= { given, values: { ...defaults, ...given } }
        value = settle(name, fallback, rules, facts)
      }
      if (value !== undefined) filled[name] = value
    }
    const keys = Object.keys(given)
    if (known < keys.length) for (const key of keys) if (!names.has(key)) putKey(filled, key, given[key])
    return filled
  }
}

function fillingsOf(
  { params, crossField }: Pick<ModelFile, 'params' | 'crossField'>,
  defaults: Record<string, Scalar>,
): Filling[] {
  return params.map(({ name }) => ({
    name,
    fallback: defaults[name],
    rules: crossField.filter(
      (rule) =>
        'param' in rule && rule.param === name && rule.enforceable !== false && HAS_A_SAY.has(rule.kind),
    ),
  }))
}

/** The default as the rules leave it: another one, or none where the job would be refused for it. */
function settle(
  name: string,
  fallback: Scalar | undefined,
  rules: readonly Rule[],
  { given, values }: Facts,
): Scalar | undefined {
  const replacing = rules.find((rule) => rule.kind === 'defaultIf' && holds(rule.when, { given, values })) as
    RuleOf<'defaultIf'> | undefined
  const value = replacing?.value ?? fallback
  if (value === undefined) return undefined
  const facts: Facts = { given, values: { ...values, [name]: value } }
  return rules.some((rule) => judge(rule, facts) !== null) ? undefined : value
}

const HAS_A_SAY: ReadonlySet<Rule['kind']> = new Set([
  'defaultIf',
  'forbiddenIf',
  'allowedValuesIf',
  'forbiddenValuesIf',
  'rangeIf',
])

export function plainDefaults({ params }: Pick<ModelFile, 'params'>): Record<string, Scalar> {
  const defaults: Record<string, Scalar> = {}
  for (const parameter of params) {
    if (parameter.default !== undefined) defaults[parameter.name] = parameter.default
  }
  return defaults
}
