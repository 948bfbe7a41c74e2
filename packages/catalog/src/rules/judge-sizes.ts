import { countCharacters } from '../characters.ts'
import { type Facts, holds, tellCondition } from '../conditions.ts'
import { type Fault, mismatch, nameText, type Problem } from '../fault.ts'
import type { Say } from '../words/words.ts'
import { parameterOf, placesAt, valuesAt } from '../value-path.ts'
import type { RuleOf } from './rule.ts'

const CHINESE = /\p{Script=Han}/u

export function judgeMaxItems(rule: RuleOf<'maxItemsIf'>, facts: Facts): Problem | null {
  const { param, max, when } = rule
  const count = countItems(facts.values[param])
  if (count <= max || !holds(when, facts)) return null
  const expected: Say = (words) =>
    words.expected.when(words.expected.listAtMost(max), tellCondition(when, words))
  return at(
    param,
    mismatch(
      'tooMany',
      expected,
      ({ got }) => got.list(count),
      ({ hints }) => hints.takeOut(count - max),
    ),
  )
}

export function judgeItemCount(rule: RuleOf<'itemCountIf'>, facts: Facts): Problem | null {
  const { param, count: wanted, when } = rule
  const count = countItems(facts.values[param])
  if (count === wanted || !holds(when, facts)) return null
  const expected: Say = (words) =>
    words.expected.when(words.expected.listOfExactly(wanted), tellCondition(when, words))
  const code = count > wanted ? 'tooMany' : 'tooFew'
  return at(
    param,
    mismatch(
      code,
      expected,
      ({ got }) => got.list(count),
      ({ hints }) => hints.sendSoMany(wanted),
    ),
  )
}

export function judgeMaxLength(rule: RuleOf<'maxLengthIf'>, facts: Facts): Problem | null {
  const { param, max, when } = rule
  if (!holds(when, facts)) return null
  return judgeLength(param, facts.values[param], max, (words) =>
    words.expected.when(words.expected.textAtMost(max), tellCondition(when, words)),
  )
}

export function judgeChineseLength(
  { param, max }: RuleOf<'maxLengthIfChinese'>,
  { values }: Facts,
): Problem | null {
  const text = values[param]
  if (typeof text !== 'string' || text.length <= max || !CHINESE.test(text)) return null
  return judgeLength(param, text, max, ({ expected }) => expected.chineseTextAtMost(max))
}

function judgeLength(name: string, text: unknown, max: number, expected: Say): Problem | null {
  if (typeof text !== 'string' || text.length <= max) return null
  const excess = countCharacters(text) - max
  if (excess <= 0) return null
  return at(
    name,
    mismatch('tooLong', expected, nameText(text), ({ hints }) => hints.shorten(excess, max)),
  )
}

export function judgeTotalLength({ path, max }: RuleOf<'maxTotalLength'>, { values }: Facts): Problem | null {
  const texts = valuesAt(values, path).filter((value) => typeof value === 'string')
  const total = texts.reduce((sum, text) => sum + countCharacters(text), 0)
  if (total <= max) return null
  const expected: Say = (words) => words.expected.charactersInAll(max, path)
  return at(parameterOf(path), {
    code: 'tooLong',
    says: (words, where) => words.faults.tooMuch(where, expected(words), total),
    expected,
    hint: ({ hints }) => hints.shortenInAll(total - max),
  })
}

export function judgeTotalItems({ params, max }: RuleOf<'maxTotalItems'>, { values }: Facts): Problem | null {
  const total = params.reduce((sum, name) => sum + countItems(values[name]), 0)
  if (total <= max) return null
  const longest = params.toSorted((one, other) => countItems(values[other]) - countItems(values[one]))[0]
  const expected: Say = (words) => words.expected.itemsInAll(max, params)
  return at(longest ?? '', {
    code: 'tooMany',
    says: (words, where) => words.faults.tooMuch(where, expected(words), total),
    expected,
    hint: ({ hints }) => hints.takeOut(total - max),
  })
}

export function judgeSameLength(rule: RuleOf<'sameLength'>, facts: Facts): Problem | null {
  if (rule.when !== undefined && !holds(rule.when, facts)) return null
  const [first = '', ...others] = rule.params
  const count = countItems(facts.values[first])
  const other = others.find((name) => countItems(facts.values[name]) !== count)
  if (other === undefined) return null
  const got: Say = (words) => words.got.countAgainst(count, countItems(facts.values[other]))
  return at(
    first,
    mismatch(
      'differentLength',
      ({ expected }) => expected.asLongAs(other),
      got,
      ({ hints }) => hints.oneForEach,
    ),
  )
}

export function judgeUnique({ path }: RuleOf<'uniqueItems'>, { values }: Facts): Problem | null {
  const seen = new Set<unknown>()
  for (const place of placesAt(values, path)) {
    if (seen.has(place.value)) {
      const expected: Say = (words) => words.expected.differentInEach(parameterOf(path))
      return {
        path: place.path,
        fault: mismatch(
          'duplicateItem',
          expected,
          ({ got }) => got.sameTwice,
          ({ hints }) => hints.renameOne,
        ),
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
