import { z } from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** `when` of a price or a rule: parameter → what must hold for it. All must hold. */
export const conditionSchema = z.record(
  z.string().min(1),
  z.union([
    scalar,
    z.strictObject({ in: z.array(scalar).min(1) }),
    z.strictObject({ not: scalar }),
    z.strictObject({ present: z.boolean() }),
  ]),
)

export type Condition = z.infer<typeof conditionSchema>

export function holds(condition: Condition, input: Record<string, unknown>): boolean {
  return Object.entries(condition).every(([name, wanted]) => {
    const value = input[name]
    if (typeof wanted !== 'object') return value === wanted
    if ('in' in wanted) return wanted.in.some((one) => one === value)
    if ('not' in wanted) return value !== wanted.not
    return (value !== undefined) === wanted.present
  })
}
