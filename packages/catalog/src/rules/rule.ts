import { z } from 'zod'
import { conditionSchema, scalarSchema } from '../conditions.ts'

const name = z.string().min(1)
const names = z.array(name).min(2)
const groups = z.array(z.array(name).min(1)).min(2)
const values = z.array(scalarSchema).min(1)
const count = z.int().min(0)
const when = conditionSchema

const common = {
  /** False: advice that is told as a warning and refuses nothing. */
  enforceable: z.literal(false).optional(),
}

/** Rules between the parameters of one input. A new kind is a shape here, a judge in `judges.ts` and words in `tell-rule.ts`. */
export const ruleSchema = z.discriminatedUnion('kind', [
  /** With `value`: it must then have this value. */
  z.strictObject({
    kind: z.literal('requiredIf'),
    param: name,
    value: scalarSchema.optional(),
    when,
    ...common,
  }),
  /** Takes back `required`. */
  z.strictObject({ kind: z.literal('optionalIf'), param: name, when, ...common }),
  /** With `value`: only this value is forbidden. */
  z.strictObject({
    kind: z.literal('forbiddenIf'),
    param: name,
    value: scalarSchema.optional(),
    when,
    ...common,
  }),
  /** KIE takes the parameter and does nothing with it: told as a warning. */
  z.strictObject({ kind: z.literal('ignoredIf'), param: name, when, ...common }),
  z.strictObject({ kind: z.literal('allowedValuesIf'), param: name, values, when, ...common }),
  z.strictObject({ kind: z.literal('forbiddenValuesIf'), param: name, values, when, ...common }),
  z.strictObject({
    kind: z.literal('rangeIf'),
    param: name,
    min: z.number().optional(),
    max: z.number().optional(),
    when,
    ...common,
  }),
  z.strictObject({ kind: z.literal('defaultIf'), param: name, value: scalarSchema, when, ...common }),
  z.strictObject({ kind: z.literal('multipleOf'), param: name, of: z.number().positive(), ...common }),
  z.strictObject({ kind: z.literal('maxItemsIf'), param: name, max: count, when, ...common }),
  z.strictObject({ kind: z.literal('itemCountIf'), param: name, count, when, ...common }),
  z.strictObject({ kind: z.literal('maxLengthIf'), param: name, max: count, when, ...common }),
  /** Chinese texts have a bound of their own. */
  z.strictObject({ kind: z.literal('maxLengthIfChinese'), param: name, max: count, ...common }),
  /** At most one of the groups may be given. */
  z.strictObject({ kind: z.literal('mutuallyExclusive'), groups, ...common }),
  z.strictObject({ kind: z.literal('exactlyOne'), params: names, ...common }),
  /** One group, and all of it. */
  z.strictObject({ kind: z.literal('exactlyOneGroup'), groups, ...common }),
  z.strictObject({ kind: z.literal('atLeastOne'), params: names, ...common }),
  /** A list counts its items, anything else is one. */
  z.strictObject({ kind: z.literal('maxTotalItems'), params: names, max: count, ...common }),
  z.strictObject({ kind: z.literal('maxTotalLength'), path: name, max: count, ...common }),
  z.strictObject({ kind: z.literal('sumAtMost'), path: name, limitParam: name, ...common }),
  z.strictObject({
    kind: z.literal('greaterThan'),
    path: name,
    than: name,
    minDifference: z.number().optional(),
    maxDifference: z.number().optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('sameLength'), params: names, when: when.optional(), ...common }),
  z.strictObject({ kind: z.literal('uniqueItems'), path: name, ...common }),
  z.strictObject({ kind: z.literal('forbiddenCombination'), when, ...common }),
  /** What no program can check, such as the size of a picture: told as a warning. */
  z.strictObject({
    kind: z.literal('note'),
    text: z.strictObject({ en: name, ru: name, zh: name }),
    ...common,
  }),
])

export type Rule = z.infer<typeof ruleSchema>
export type RuleKind = Rule['kind']
export type RuleOf<Kind extends RuleKind> = Extract<Rule, { kind: Kind }>
