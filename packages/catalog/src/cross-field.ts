import { z } from 'zod'
import { countCharacters } from './characters.ts'
import type { Fault, Problem } from './fault.ts'
import { parameterOf, valuesAt } from './value-path.ts'

const maxTotalLength = z.strictObject({
  kind: z.literal('maxTotalLength'),
  path: z.string().min(1),
  max: z.int().positive(),
})

/** Rules between the values of one input. A new kind is a shape here and an entry in `JUDGES`. */
export const crossFieldSchema = z.discriminatedUnion('kind', [maxTotalLength])

type CrossFieldRule = z.infer<typeof crossFieldSchema>

type Judge<Kind extends CrossFieldRule['kind']> = (
  rule: Extract<CrossFieldRule, { kind: Kind }>,
  input: Record<string, unknown>,
) => Problem | null

/** The input may still hold wrong values: a judge looks only at those it understands. */
const JUDGES: { [Kind in CrossFieldRule['kind']]: Judge<Kind> } = {
  maxTotalLength: ({ path, max }, input) => {
    const texts = valuesAt(input, path).filter((value) => typeof value === 'string')
    const total = texts.reduce((sum, text) => sum + countCharacters(text), 0)
    if (total <= max) return null
    const expected = `at most ${max} characters in all of ${path} together`
    const fault: Fault = {
      code: 'tooLong',
      says: `must hold ${expected}, got ${total}`,
      expected,
      hint: `Take out ${total - max} characters.`,
    }
    return { path: [parameterOf(path)], fault }
  },
}

export function judge(rules: readonly CrossFieldRule[], input: Record<string, unknown>): Problem[] {
  return rules.flatMap((rule) => JUDGES[rule.kind](rule, input) ?? [])
}
