import { z } from 'zod'
import type { Words } from './words/words.ts'

export const scalarSchema = z.union([z.string(), z.number(), z.boolean()])
export type Scalar = z.infer<typeof scalarSchema>

const wantedSchema = z.union([
  scalarSchema,
  z.strictObject({ in: z.array(scalarSchema).min(1) }),
  z.strictObject({ not: scalarSchema }),
  z.strictObject({ present: z.boolean() }),
])
type Wanted = z.infer<typeof wantedSchema>

const alternativeSchema = z.record(z.string().min(1), wantedSchema)

/** `when` of a price or a rule: parameter → what must hold for it. All must hold; of `any` one alternative. */
export const conditionSchema = z.record(
  z.string().min(1),
  z.union([wantedSchema, z.array(alternativeSchema).min(1)]),
)
export type Condition = z.infer<typeof conditionSchema>

/** An input as conditions see it. */
export interface Facts {
  /** What the caller gave, under the parameters' own names; `present` looks here. */
  given: Record<string, unknown>
  /** The same with defaults filled in; values are compared here. */
  values: Record<string, unknown>
}

export function holds(condition: Condition, facts: Facts): boolean {
  // A loop over keys: every price of a model is held against every job.
  for (const name in condition) {
    const wanted = condition[name]
    if (wanted === undefined) continue
    const isTrue = Array.isArray(wanted)
      ? wanted.some((alternative) => holds(alternative, facts))
      : isMet(wanted, name, facts)
    if (!isTrue) return false
  }
  return true
}

function isMet(wanted: Wanted, name: string, { given, values }: Facts): boolean {
  const value = values[name]
  if (typeof wanted !== 'object') return value === wanted
  if ('in' in wanted) return wanted.in.some((one) => one === value)
  if ('not' in wanted) return value !== wanted.not
  return isGiven(given, name) === wanted.present
}

export function isGiven(given: Record<string, unknown>, name: string): boolean {
  return given[name] !== undefined
}

/** Every parameter that a condition names, with what it wants of it. */
export function* wantedOf(condition: Condition): Generator<[name: string, wanted: Wanted]> {
  for (const [name, wanted] of Object.entries(condition)) {
    if (!Array.isArray(wanted)) yield [name, wanted]
    else for (const alternative of wanted) yield* wantedOf(alternative)
  }
}

/** "resolution is "1K" and video_list is given", in the words of one language. */
export function tellCondition(condition: Condition, words: Words): string {
  const { all, any } = words.conditions
  const parts = Object.entries(condition).map(([name, wanted]) =>
    Array.isArray(wanted)
      ? any(wanted.map((alternative) => tellCondition(alternative, words)))
      : tellWanted(name, wanted, words),
  )
  return all(parts)
}

function tellWanted(name: string, wanted: Wanted, { conditions }: Words): string {
  if (typeof wanted !== 'object') return conditions.is(name, JSON.stringify(wanted))
  if ('in' in wanted) return conditions.isOneOf(name, quoted(wanted.in))
  if ('not' in wanted) return conditions.isNot(name, JSON.stringify(wanted.not))
  return wanted.present ? conditions.given(name) : conditions.notGiven(name)
}

/** Values as they are written in JSON, in every language. */
export function quoted(values: readonly Scalar[]): string[] {
  return values.map((value) => JSON.stringify(value))
}
