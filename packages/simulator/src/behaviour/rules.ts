import { z } from 'zod'
import { behaviourSchema, type Behaviour } from './behaviour.ts'

export const ruleSchema = z.strictObject({
  match: z
    .strictObject({
      model: z.string(),
      promptIncludes: z.string(),
      /** Only the nth createTask, counted from 1, that reaches this rule and fits the rest of it. */
      nth: z.int().min(1),
    })
    .partial()
    .default({}),
  /** How often the rule may be used; unlimited when left out. */
  times: z.int().min(1).optional(),
  do: behaviourSchema,
})

export type BehaviourRule = z.input<typeof ruleSchema>
type ParsedRule = z.output<typeof ruleSchema>

interface CountedRule {
  rule: ParsedRule
  matched: number
  used: number
}

/** The first rule that fits a createTask call decides; a used-up rule no longer fits. */
export class RuleList {
  #rules: CountedRule[] = []

  replace(rules: readonly ParsedRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, matched: 0, used: 0 }))
  }

  list(): { rule: ParsedRule; used: number }[] {
    return this.#rules.map(({ rule, used }) => ({ rule, used }))
  }

  behaviourFor(order: { model: string; text: string }): Behaviour {
    for (const counted of this.#rules) {
      const { match, times, do: behaviour } = counted.rule
      if (match.model !== undefined && match.model !== order.model) continue
      if (match.promptIncludes !== undefined && !order.text.includes(match.promptIncludes)) continue
      counted.matched += 1
      if (match.nth !== undefined && match.nth !== counted.matched) continue
      if (times !== undefined && counted.used >= times) continue
      counted.used += 1
      return behaviour
    }
    return {}
  }
}
