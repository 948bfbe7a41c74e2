import { expect, test } from '@jest/globals'
import { UNKNOWNS } from '@kiln/contract'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { RECEIPT_WORDS, type Words } from './words.ts'

/** What is written alike in every language. */
const CODE_WORDS = /\b(?:KIE|kiln|createTask|ID|UTC)\b/g

const SAMPLES: SamplesOf<Words> = {
  of: [['a1']],
  madeAt: [['123']],
  money: { credits: [['8']] },
  notKnown: {
    text: Object.fromEntries(UNKNOWNS.map((code) => [code, [[12]]])) as Record<
      (typeof UNKNOWNS)[number],
      [[number]]
    >,
  },
}

test.each(LANGUAGES)(
  'a receipt in %s holds everything that it is about, and no word of another language',
  (language) => {
    const told = tellAll<Words>(RECEIPT_WORDS[language], SAMPLES)
    expect(told.length).toBeGreaterThan(60)
    // Unknowns are told without a number but for entries.
    const text = told.filter(({ key }) => !/^notKnown\.text\.(?!entries)/.test(key))
    expect(faultsIn(text, language, CODE_WORDS)).toEqual([])
  },
)
