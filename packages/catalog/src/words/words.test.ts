import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { WORDS, type Words } from './words.ts'

/** What is written alike in every language. */
const CODE_WORDS =
  /\b(?:KIE_CALLBACK_URL|GET \/v1\/models|KIE|kiln|URL|API|ID|Unicode|callback|true|false)\b/g

const AT = 'input.a1'
const NAMES = ['b2', 'c3']
const VALUES = ['"d4"', '"e5"', '"f6"']
const CONDITION = 'g7 = "h8"'

type Spoken = Omit<Words, 'pick'>

const SAMPLES: SamplesOf<Spoken> = {
  both: [['12.', '34.']],
  expected: {
    text: [
      [null, null],
      [{ min: 1, max: 21 }, null],
      [null, '^9$'],
      [{ min: 2, max: 5000 }, '^9$'],
    ],
    textAtMost: [[1], [5000]],
    chineseTextAtMost: [[800]],
    number: [
      [{ isWhole: true, min: undefined, max: undefined, step: null, extra: [] }],
      [{ isWhole: true, min: 4, max: 30, step: 2, extra: ['-1'] }],
      [{ isWhole: false, min: 0.5, max: undefined, step: 0.1, extra: ['7', '8'] }],
      [{ isWhole: false, min: undefined, max: 9, step: null, extra: [] }],
    ],
    asText: [['123']],
    oneOf: [[VALUES]],
    someOf: [[['"d4"']], [VALUES]],
    listOf: [
      [0, 5, '123'],
      [1, 21, '123'],
      [3, 3, '123'],
      [1, 1, '123'],
    ],
    listAtMost: [[1], [5]],
    listOfExactly: [[1], [5]],
    object: [[NAMES]],
    url: [
      [['http', 'https'], null],
      [
        ['http', 'https'],
        ['files.example', 'more.example'],
      ],
    ],
    shortUrl: [['123', 8192]],
    reachableUrl: [['123']],
    anotherValueThan: [[VALUES]],
    when: [['123', CONDITION]],
    unless: [['123', CONDITION]],
    exactlyOneOf: [[NAMES]],
    atLeastOneOf: [[NAMES]],
    onlyOneOf: [[NAMES]],
    group: [[NAMES]],
    charactersInAll: [[5000, 'b2[].c3']],
    itemsInAll: [[5, NAMES]],
    sumInAll: [[15, 'b2[].c3', 'd4']],
    asLongAs: [['b2']],
    differentInEach: [['b2']],
    range: [
      [1, 5],
      [undefined, 5],
      [1, undefined],
    ],
    multipleOf: [[0.1]],
    greaterThan: [
      ['b2', undefined, undefined],
      ['b2', 1, 4],
      ['b2', undefined, 4],
      ['b2', 1, undefined],
    ],
    notAllAtOnce: [[CONDITION]],
    underOneName: [[NAMES]],
  },
  got: {
    list: [[0], [1], [2], [5]],
    text: [[1], [2], [5], [6021]],
    untrimmed: [[1], [5]],
    withControl: [[1], [5]],
    withHalfPair: [[1], [5]],
    onHost: [['"10.0.0.1"']],
    countAgainst: [[2, 3]],
    numberOver: [[5, 7.5]],
  },
  faults: {
    mismatch: [[AT, '123', '456']],
    mustBe: [[AT, '123']],
    tooMuch: [[AT, '123', 6000]],
    requiredWhen: [[AT, CONDITION]],
    requiredUnless: [[AT, CONDITION]],
    requiredWith: [[AT, NAMES]],
    forbiddenWhen: [[AT, CONDITION]],
    valueForbiddenWhen: [[AT, '"d4"', CONDITION]],
    missing: [[AT, '123']],
    exclusive: [[AT, NAMES]],
    badCombination: [[AT, CONDITION]],
    unknownParameter: [[AT]],
    impossibleName: [[AT]],
    secondName: [[AT, 'b2']],
    unknownModel: [['model', '"b2"']],
    placeholderModel: [['model', 'b2']],
    callbackNeeded: [['model', 'b2']],
  },
  hints: {
    didYouMean: [[['b2']], [NAMES]],
    itTakes: [[NAMES]],
    strictName: [['b2']],
    shorten: [
      [1, 5000],
      [2, 5000],
      [5, 5000],
    ],
    shortenInAll: [[1], [22], [25]],
    writeAtLeast: [[1], [3]],
    roundTo: [[0.1]],
    takeOut: [[1], [2], [5]],
    takeOff: [[2.5]],
    sendSoMany: [[1], [2], [5]],
    keepEither: [[NAMES, ['d4']]],
    leaveOut: [['b2']],
    linkOn: [[['files.example', 'more.example']]],
    nameOneOf: [[NAMES]],
  },
  warnings: {
    legacyModel: [['b2']],
    unverifiedModel: [['b2']],
    placeholderModel: [
      ['b2', []],
      ['b2', ['c3', 'd4']],
    ],
    unknownPrice: [['b2']],
    deprecated: [[AT]],
    ignoredWhen: [[AT, CONDITION]],
    notChecked: [['123']],
    emptyReplaced: [[AT]],
    firstTaken: [[AT, 4]],
    sentAsItCame: [[AT]],
    unexpectedFile: [[AT, 'gif', ['image/png', 'image/jpeg']]],
    leftOut: [[2], [51]],
  },
  conditions: {
    is: [['b2', '"c3"']],
    isOneOf: [['b2', VALUES]],
    isNot: [['b2', '"c3"']],
    given: [['b2']],
    notGiven: [['b2']],
    all: [[['1', '2', '3']]],
    any: [[['1', '2']]],
  },
  rules: {
    requiredWhen: [['b2', CONDITION]],
    mustBeWhen: [['b2', '123', CONDITION]],
    optionalWhen: [['b2', CONDITION]],
    forbiddenWhen: [['b2', CONDITION]],
    valuesForbiddenWhen: [['b2', '"c3"', CONDITION]],
    ignoredWhen: [['b2', CONDITION]],
    defaultWhen: [['b2', '"c3"', CONDITION]],
    multipleOf: [['b2', 16]],
    atMostWhen: [['b2', 1, CONDITION]],
    exactlyWhen: [['b2', 2, CONDITION]],
    charactersWhen: [['b2', 5000, CONDITION]],
    charactersIfChinese: [['b2', 800]],
    onlyOne: [[[NAMES, ['d4']]]],
    exactlyOne: [[NAMES]],
    exactlyOneGroup: [[[NAMES, ['d4']]]],
    atLeastOne: [[NAMES]],
    itemsInAll: [[NAMES, 7]],
    charactersInAll: [['b2[].c3', 5000]],
    sumInAll: [['b2[].c3', 'd4']],
    mustBe: [['b2', '123']],
    sameLength: [[NAMES]],
    allDifferent: [['b2[].c3']],
    notAllAtOnce: [[CONDITION]],
    notEnforced: [['123']],
  },
}

describe.each(LANGUAGES)('what the catalogue says in %s', (language) => {
  const { pick, ...words } = WORDS[language]
  const told = tellAll<Spoken>(words, SAMPLES)

  test('holds everything that it is about, and no word of another language', () => {
    expect(told.length).toBeGreaterThan(180)
    expect(faultsIn(told, language, CODE_WORDS)).toEqual([])
  })

  test('ends each sentence as the language does', () => {
    const end = language === 'zh' ? /[。？]$/ : /[.?]$/
    const isSentence = /^(?:faults|hints|warnings)\./
    const open = told.filter(({ key, text }) => isSentence.test(key) && !end.test(text))
    expect(open).toEqual([])
    if (language === 'zh')
      expect(told.filter(({ text }) => /[;?!]|\p{Script=Han}[,:.]/u.test(text))).toEqual([])
  })

  test('is picked from what the data says in every language', () => {
    expect(pick({ en: 'one', ru: 'один', zh: '一' })).toBe({ en: 'one', ru: 'один', zh: '一' }[language])
  })
})

test.each([
  [1, 'текст из 1 символа', 'Сократите текст на 1 символ, до 10.'],
  [2, 'текст из 2 символов', 'Сократите текст на 2 символа, до 10.'],
  [5, 'текст из 5 символов', 'Сократите текст на 5 символов, до 10.'],
  [21, 'текст из 21 символа', 'Сократите текст на 21 символ, до 10.'],
  [112, 'текст из 112 символов', 'Сократите текст на 112 символов, до 10.'],
])('Russian declines %d', (count, got, hint) => {
  expect(WORDS.ru.got.text(count)).toBe(got)
  expect(WORDS.ru.hints.shorten(count, 10)).toBe(hint)
})
