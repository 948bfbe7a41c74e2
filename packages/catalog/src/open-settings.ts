import { holds, type Scalar, wantedOf } from './conditions.ts'
import type { ModelFile, Parameter, PriceRow } from './model-file.ts'
import { judge } from './rules/judges.ts'
import type { Rule } from './rules/rule.ts'

type Input = Record<string, unknown>

/** A parameter by whose value a model is priced, with the values that bound the price when it is left to KIE. */
export interface Setting {
  name: string
  values: readonly Scalar[]
  /** What may forbid it, or some of its values. */
  rules: readonly Rule[]
}

/** Whether a list, a link or a text is given is the caller's to say and nobody else's, so it is no setting. */
export function settingsOf(model: Pick<ModelFile, 'params' | 'crossField' | 'pricing'>): Setting[] {
  const decisive = valuesWanted(model.pricing)
  return model.params.flatMap((param) => {
    const wanted = decisive.get(param.name)
    const values = wanted === undefined ? null : boundsOf(param, wanted)
    if (values === null) return []
    const rules = model.crossField.filter((rule) => FORBIDDING.has(rule.kind) && isAbout(param.name, rule))
    return [{ name: param.name, values, rules }]
  })
}

const FORBIDDING: ReadonlySet<Rule['kind']> = new Set(['forbiddenIf', 'allowedValuesIf', 'forbiddenValuesIf'])

function isAbout(name: string, rule: Rule): boolean {
  return 'param' in rule && rule.param === name && rule.enforceable !== false
}

/** Each parameter that decides a price, with the values that some price asks for. */
function valuesWanted(pricing: readonly PriceRow[]): ReadonlyMap<string, Scalar[]> {
  const byName = new Map<string, Scalar[]>()
  for (const { when, quantity } of pricing) {
    if (quantity !== undefined && !byName.has(quantity)) byName.set(quantity, [])
    for (const [name, wanted] of wantedOf(when)) {
      const values = byName.get(name) ?? []
      byName.set(name, values)
      if (typeof wanted !== 'object') values.push(wanted)
      else if ('in' in wanted) values.push(...wanted.in)
      else if ('not' in wanted) values.push(wanted.not)
    }
  }
  return byName
}

/** All values, or of a range its ends: prices grow with what they count. Null where there is no end. */
function boundsOf(param: Parameter, wanted: readonly Scalar[]): Scalar[] | null {
  if (param.type === 'boolean') return [false, true]
  if (param.type === 'enum') return param.values
  if (param.type !== 'number' && param.type !== 'integer') return null
  const { min, max, extraValues = [] } = param
  if (min === undefined || max === undefined) return null
  const inside = wanted.map(Number).filter((value) => value > min && value < max)
  const values = [min, max, ...inside, ...extraValues]
  return param.sendAs === 'string' ? values.map(String) : values
}

/** The input with each setting at each of its values, in every combination that no rule forbids. */
export function* completionsOf(input: Input, settings: readonly Setting[]): Generator<Input> {
  const [setting, ...others] = settings
  if (setting === undefined) yield input
  else for (const completed of completeOne(input, setting)) yield* completionsOf(completed, others)
}

function completeOne(input: Input, { name, values, rules }: Setting): Input[] {
  const completed = values
    .map((value) => ({ ...input, [name]: value }))
    .filter((one) => rules.every((rule) => !forbids(rule, input, one)))
  // Where nothing is allowed KIE has nothing to choose.
  return completed.length === 0 ? [input] : completed
}

/** A rule about values is asked only when all that it looks at is given: what is left open may still lift it. */
function forbids(rule: Rule, input: Input, completed: Input): boolean {
  const facts = { given: completed, values: completed }
  const isWhole = rule.kind === 'forbiddenIf' && rule.value === undefined
  if (isWhole) return holds(rule.when, facts)
  const when = 'when' in rule ? (rule.when ?? {}) : {}
  return [...wantedOf(when)].every(([name]) => input[name] !== undefined) && judge(rule, facts) !== null
}
