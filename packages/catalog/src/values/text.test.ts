import { describe, expect, test } from '@jest/globals'
import { outcomeOf, tryValue } from '../sample-model.test.kit.ts'

describe('a text', () => {
  const short = { type: 'string', maxLength: 5 } as const

  test.each([
    ['is trimmed before it is measured', '  abcde\n', { sent: 'abcde' }],
    ['may be as long as its maximum', 'abcde', { sent: 'abcde' }],
    ['may not be longer', 'abcdef', { refused: ['tooLong'] }],
    ['is counted in characters, not in UTF-16 units', '🎬🎬🎬🎬🎬', { sent: '🎬🎬🎬🎬🎬' }],
    ['is too long by one emoji', '🎬🎬🎬🎬🎬🎬', { refused: ['tooLong'] }],
    ['keeps its line breaks and tabs', 'a\n\tb', { sent: 'a\n\tb' }],
    ['may not hold NUL', 'a\u0000b', { refused: ['forbiddenCharacter'] }],
    ['may not hold a vertical tab', 'a\u000bb', { refused: ['forbiddenCharacter'] }],
    ['may not hold a form feed', 'a\u000cb', { refused: ['forbiddenCharacter'] }],
    ['may not hold a control character of the second kind', 'a\u009bb', { refused: ['forbiddenCharacter'] }],
    ['may not hold an escape character', 'a\u001bb', { refused: ['forbiddenCharacter'] }],
    ['may not hold half of a surrogate pair', 'a\ud83d', { refused: ['forbiddenCharacter'] }],
    ['is missing when empty', '', { refused: ['required'] }],
    ['is missing when only white space', ' \n ', { refused: ['required'] }],
    ['is missing when nothing of it can be seen', '\u200b\u2800 \u3164\ufe0f', { refused: ['required'] }],
    ['may hold what cannot be seen', 'a\u200bb', { sent: 'a\u200bb' }],
    ['is missing when null', null, { refused: ['required'] }],
    ['is no number', 5, { refused: ['wrongType'] }],
    ['is no list', ['abc'], { refused: ['wrongType'] }],
  ])('%s', (_rule, given, outcome) => {
    expect(outcomeOf(short, given)).toEqual(outcome)
  })

  test('has a minimum where the model names one', () => {
    expect(outcomeOf({ type: 'string', minLength: 3 }, 'ab')).toEqual({ refused: ['tooShort'] })
    expect(outcomeOf({ type: 'string', minLength: 3 }, '🎬🎬')).toEqual({ refused: ['tooShort'] })
    expect(outcomeOf({ type: 'string', minLength: 3 }, 'abc')).toEqual({ sent: 'abc' })
  })

  test('has a pattern where the model names one', () => {
    const span = { type: 'string', pattern: '^\\d+,\\d+$' } as const
    expect(outcomeOf(span, '1,4')).toEqual({ sent: '1,4' })
    expect(outcomeOf(span, 'one to four')).toEqual({ refused: ['wrongFormat'] })
  })

  test('has a bound even where no model names one', () => {
    expect(outcomeOf({ type: 'string' }, 'x'.repeat(500_000))).toEqual({ sent: 'x'.repeat(500_000) })
    expect(outcomeOf({ type: 'string' }, 'x'.repeat(500_001))).toEqual({ refused: ['tooLong'] })
  })

  test('is never repeated in an error, however short', () => {
    for (const given of ['my private words', 'private\u0000', 'private\ud83d']) {
      expect(JSON.stringify(tryValue(short, given))).not.toContain('private')
    }
  })

  test('of ten megabytes is refused with a short answer', () => {
    const result = JSON.stringify(tryValue(short, 'x'.repeat(10_000_000)))
    expect(result).toContain('tooLong')
    expect(result).toContain('a text of 10000000 characters')
    expect(result.length).toBeLessThan(500)
  })

  test.each([[' a'], ['a\n'], [''], ['\u200b'], [null]])('is not repaired under strict: %j', (given) => {
    expect(outcomeOf(short, given, { strict: true })).toEqual({ refused: [expect.any(String)] })
  })
})
