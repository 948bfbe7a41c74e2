import { beforeEach, describe, expect, test } from '@jest/globals'
import { RuleList, ruleSchema, type BehaviourRule } from './rules.ts'

let rules: RuleList

beforeEach(() => {
  rules = new RuleList()
})

function set(...list: BehaviourRule[]): void {
  rules.replace(list.map((rule) => ruleSchema.parse(rule)))
}

/** The codes that calls of the given models and texts get; null where no rule fits. */
function codes(...orders: [model: string, text: string][]): (number | null)[] {
  return orders.map(([model, text]) => rules.behaviourFor({ model, text }).code ?? null)
}

describe('the rule list', () => {
  test('lets the first rule that fits decide', () => {
    set(
      { match: { model: 'a', promptIncludes: 'cat' }, do: { code: 1 } },
      { match: { model: 'a' }, do: { code: 2 } },
      { do: { code: 3 } },
    )
    expect(codes(['a', 'a cat'], ['a', 'a dog'], ['b', 'a cat'])).toEqual([1, 2, 3])
  })

  test('passes over a rule that is used up', () => {
    set({ times: 2, do: { code: 1 } }, { do: { code: 2 } })
    expect(codes(['a', ''], ['a', ''], ['a', ''])).toEqual([1, 1, 2])
    expect(rules.list().map(({ used }) => used)).toEqual([2, 1])
  })

  test('counts nth among the calls that fit the rest of the rule', () => {
    set({ match: { model: 'a', nth: 2 }, do: { code: 1 } })
    expect(codes(['a', ''], ['b', ''], ['a', ''], ['a', ''])).toEqual([null, null, 1, null])
  })

  test('starts counting anew when it is replaced', () => {
    set({ times: 1, do: { code: 1 } })
    codes(['a', ''])
    set({ times: 1, do: { code: 1 } })
    expect(codes(['a', ''], ['a', ''])).toEqual([1, null])
  })
})
