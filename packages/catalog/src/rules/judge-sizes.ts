import { countCharacters } from '../characters.ts'
import { type Facts, holds, tellCondition } from '../conditions.ts'
import { type Fault, mismatch, nameText, type Problem } from '../fault.ts'
import { parameterOf, placesAt, valuesAt } from '../value-path.ts'
import type { RuleOf } from './rule.ts'

const CHINESE = /\p{Script=Han}/u

export function judgeMaxItems(rule: RuleOf<'maxItemsIf'>, facts: Facts): Problem | null {
  const count = countItems(facts.values[rule.param])
  if (count <= rule.max || !holds(rule.when, facts)) return null
  const expected = `a list of at most ${rule.max} when ${tellCondition(rule.when)}`
  const hint = `Take out ${count - rule.max}.`
  return at(rule.param, mismatch('tooMany', expected, `a list of ${count}`, hint))
}

export function judgeItemCount(rule: RuleOf<'itemCountIf'>, facts: Facts): Problem | null {
  const count = countItems(facts.values[rule.param])
  if (count === rule.count || !holds(rule.when, facts)) return null
  const expected = `a list of exactly ${rule.count} when ${tellCondition(rule.when)}`
  const code = count > rule.count ? 'tooMany' : 'tooFew'
  return at(rule.param, mismatch(code, expected, `a list of ${count}`, `Send ${rule.count}.`))
}

export function judgeMaxLength(rule: RuleOf<'maxLengthIf'>, facts: Facts): Problem | null {
  if (!holds(rule.when, facts)) return null
  return judgeLength(rule.param, facts.values[rule.param], rule.max, `when ${tellCondition(rule.when)}`)
}

export function judgeChineseLength(
  { param, max }: RuleOf<'maxLengthIfChinese'>,
  { values }: Facts,
): Problem | null {
  const text = values[param]
  if (typeof text !== 'string' || text.length <= max || !CHINESE.test(text)) return null
  return judgeLength(param, text, max, 'when it is Chinese')
}

function judgeLength(name: string, text: unknown, max: number, condition: string): Problem | null {
  if (typeof text !== 'string' || text.length <= max || countCharacters(text) <= max) return null
  const expected = `a text of at most ${max} characters ${condition}`
  return at(name, mismatch('tooLong', expected, nameText(text), `Shorten it to ${max} characters.`))
}

export function judgeTotalLength({ path, max }: RuleOf<'maxTotalLength'>, { values }: Facts): Problem | null {
  const texts = valuesAt(values, path).filter((value) => typeof value === 'string')
  const total = texts.reduce((sum, text) => sum + countCharacters(text), 0)
  if (total <= max) return null
  const expected = `at most ${max} characters in all of ${path} together`
  return at(parameterOf(path), {
    code: 'tooLong',
    says: `must hold ${expected}, got ${total}`,
    expected,
    hint: `Take out ${total - max} characters.`,
  })
}

export function judgeTotalItems({ params, max }: RuleOf<'maxTotalItems'>, { values }: Facts): Problem | null {
  const total = params.reduce((sum, name) => sum + countItems(values[name]), 0)
  if (total <= max) return null
  const longest = params.toSorted((one, other) => countItems(values[other]) - countItems(values[one]))[0]
  const expected = `at most ${max} in all of ${params.join(', ')} together`
  return at(longest ?? '', {
    code: 'tooMany',
    says: `must leave ${expected}, got ${total}`,
    expected,
    hint: `Take out ${total - max}.`,
  })
}

export function judgeSameLength(rule: RuleOf<'sameLength'>, facts: Facts): Problem | null {
  if (rule.when !== undefined && !holds(rule.when, facts)) return null
  const [first = '', ...others] = rule.params
  const count = countItems(facts.values[first])
  const other = others.find((name) => countItems(facts.values[name]) !== count)
  if (other === undefined) return null
  const expected = `as long as ${other}`
  const got = `${count} against ${countItems(facts.values[other])}`
  return at(first, mismatch('differentLength', expected, got, 'Give one for each.'))
}

export function judgeUnique({ path }: RuleOf<'uniqueItems'>, { values }: Facts): Problem | null {
  const seen = new Set<unknown>()
  for (const place of placesAt(values, path)) {
    if (seen.has(place.value)) {
      const expected = `different in each item of ${parameterOf(path)}`
      return {
        path: place.path,
        fault: mismatch('duplicateItem', expected, 'the same twice', 'Rename one of them.'),
      }
    }
    seen.add(place.value)
  }
  return null
}

function countItems(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return value === undefined ? 0 : 1
}

function at(name: string, fault: Fault): Problem {
  return { path: [name], fault }
}
